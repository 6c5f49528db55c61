import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { frame, frameReader } from './inside/frames.ts';
import type { Hello, Order, Turn, Walls } from './inside/protocol.ts';
import { type Form, launch } from './launch.ts';

/** The process of a worker ended, or was ended because it did not answer in time. */
export class WorkerGoneError extends Error {
  override readonly name = 'WorkerGoneError';
  readonly overdue: boolean;

  constructor(overdue: boolean) {
    super(overdue ? 'The process of a formula did not answer in time.' : 'The process of a formula ended.');
    this.overdue = overdue;
  }
}

/** Runs something after so many milliseconds, unless what it gives back is called. */
export type After = (milliseconds: number, run: () => void) => () => void;

/** A process for formulas, as this one holds it. */
export interface Worker {
  readonly walls: Walls;
  /** Sends an order and waits for what came of it, but not longer than so many milliseconds. Throws WorkerGoneError. */
  turn(order: Order, milliseconds: number): Promise<Turn>;
  /** Ends the process now. */
  kill(): void;
  readonly gone: Promise<unknown>;
}

/** Milliseconds in which a process has to be ready. */
const startTime = 20_000;

/** Formulas never take a processor from the vault. Not every system lets a process be polite. */
const yieldTo = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It runs all the same.
  }
};

/** Starts a process in the given form. Throws WorkerGoneError when it cannot be started so. */
export const startWorker = async (form: Form, after: After): Promise<Worker> => {
  const child = launch(form);
  const gone = Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined);
  let answer: PromiseWithResolvers<unknown> | undefined;
  let overdue = false;
  const kill = () => void child.kill('SIGKILL');

  const read = frameReader((message) => {
    const waited = answer;
    answer = undefined;
    waited?.resolve(message);
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    try {
      // What nobody asked for is not from code of ours.
      if (!answer) kill();
      else read(chunk);
    } catch {
      kill();
    }
  });
  child.stdin?.on('error', kill);
  void gone.then(() => answer?.reject(new WorkerGoneError(overdue)));

  const receive = async (milliseconds: number): Promise<unknown> => {
    answer = Promise.withResolvers();
    const { promise } = answer;
    const cancel = after(milliseconds, () => {
      overdue = true;
      kill();
    });
    try {
      return await promise;
    } finally {
      cancel();
    }
  };

  const hello = await receive(startTime);
  yieldTo(child);
  return {
    walls: (hello as Hello).walls,
    turn: async (order, milliseconds) => {
      const turn = receive(milliseconds);
      if (child.exitCode !== null || child.signalCode !== null) answer?.reject(new WorkerGoneError(overdue));
      else child.stdin?.write(frame(order));
      return (await turn) as Turn;
    },
    kill,
    gone,
  };
};
