import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { After } from '../timers.ts';
import { encodeMessage, messageReader, strangersFraming } from './inside/framing.ts';
import type { InnerLimits, Order, Walls } from './inside/protocol.ts';
import { readWalls } from './inside/reading.ts';
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

/** A process for formulas, as this one holds it. */
export interface Worker {
  readonly walls: Walls;
  /** Sends an order and waits for what the process says of it, which may be anything. Throws WorkerGoneError. */
  turn(order: Order, patience: Patience): Promise<unknown>;
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

/** More than the line of a process in `stat` ever has. */
const line = Buffer.alloc(4096);

/**
 * Tells how many milliseconds of processor time a process has used, in steps of ten (proc(5), fields 14 and 15 of `stat`); not a number
 * where the system does not tell. The file stays open until the process has ended, because each turn of a call asks.
 */
const processorTime = ({ pid }: ChildProcess, gone: Promise<unknown>): (() => number) => {
  let file: number;
  try {
    file = openSync(`/proc/${pid}/stat`, 'r');
  } catch {
    return () => Number.NaN;
  }
  let isOpen = true;
  void gone.then(() => {
    isOpen = false;
    closeSync(file);
  });
  return () => {
    if (!isOpen) return Number.NaN;
    try {
      const text = line.toString('latin1', 0, readSync(file, line, 0, line.length, 0));
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return Number.NaN;
    }
  };
};

/** What a turn may take. A process that got no processor is given more time; one that used it up is not. */
export interface Patience {
  /** Milliseconds of processor time. */
  processor: number;
  /** Milliseconds after which it is looked at, and again after as many. */
  patience: number;
}

/** How often a process is looked at before it is ended although it got next to no processor. */
const mostLooks = 10;

/**
 * Starts a process that runs a file in the given form, with an engine for these limits. Throws WorkerGoneError when it cannot be started
 * so, or when `closed` is aborted before it is ready.
 */
export const startWorker = async (
  form: Form,
  { entry, limits }: { entry: string; limits: InnerLimits | undefined },
  after: After,
  closed?: AbortSignal,
): Promise<Worker> => {
  const child = launch(form, entry, limits);
  const gone = Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined);
  const used = processorTime(child, gone);
  let answer: PromiseWithResolvers<unknown> | undefined;
  let overdue = false;
  const kill = () => void child.kill('SIGKILL');

  const read = messageReader((message) => {
    const waited = answer;
    answer = undefined;
    waited?.resolve(message);
  }, strangersFraming);
  child.stdout?.on('data', (chunk: Buffer) => {
    try {
      // Our code speaks only when it is asked.
      if (!answer) kill();
      else read(chunk);
    } catch {
      kill();
    }
  });
  child.stdin?.on('error', kill);

  const fail = () => answer?.reject(new WorkerGoneError(overdue));
  void gone.then(fail);

  const receive = async ({ processor, patience }: Patience): Promise<unknown> => {
    answer = Promise.withResolvers();
    const { promise } = answer;
    const before = used();
    let looks = 0;
    const watch = () =>
      after(patience, () => {
        looks += 1;
        if (used() - before < processor && looks < mostLooks) {
          cancel = watch();
          return;
        }
        overdue = true;
        kill();
      });
    let cancel = watch();
    try {
      return await promise;
    } finally {
      cancel();
    }
  };

  if (closed?.aborted) kill();
  closed?.addEventListener('abort', kill);
  const hello = await receive({ processor: 0, patience: startTime }).finally(() =>
    closed?.removeEventListener('abort', kill),
  );
  yieldTo(child);
  return {
    walls: readWalls(hello),
    turn: async (order, patience) => {
      if (answer) throw new RangeError('A process does one thing at a time.');
      const turn = receive(patience);
      if (child.exitCode !== null || child.signalCode !== null) fail();
      else child.stdin?.write(encodeMessage(order));
      return await turn;
    },
    kill,
    gone,
  };
};
