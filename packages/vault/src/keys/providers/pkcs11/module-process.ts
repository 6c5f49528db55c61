import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { RootKeyError } from '../../errors.ts';
import type { KeyLocation } from './location.ts';
import type { Answer, Order } from './protocol.ts';

/** Beside this file, in the sources and in a build. */
const ownProgram = new URL(
  import.meta.url.endsWith('.ts') ? './inside/pkcs11-process.ts' : './pkcs11-process.js',
  import.meta.url,
);

export interface ModuleProcessOptions {
  location: KeyLocation;
  /** Milliseconds for one answer; ten seconds by default. */
  patience?: number | undefined;
  /** The program of the process; tests give others. */
  program?: URL | undefined;
}

/** Milliseconds in which the process has to be ready, also on a machine that is busy. */
const startTime = 60_000;
/** Milliseconds without an order after which it is ended, and its session with it. `serve` asks more often than that. */
const idleTime = 60_000;

/** Settings of the vault, and secrets among them, are not for a module; its own variables are. */
const moduleEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TESSERA_|VAULT_TOKEN$|NODE_OPTIONS$)/.test(name)),
  );

interface Running {
  child: ChildProcess;
  /** The next answer. Rejects when the process ends first, or when `patience` is over; then the process is ended. */
  answer(patience: number): Promise<Answer>;
}

const startProcess = (location: KeyLocation, program: URL): Running => {
  const id = location.id && Buffer.from(location.id).toString('hex');
  const child = spawn(
    process.execPath,
    ['--no-warnings', fileURLToPath(program), JSON.stringify({ location: { ...location, id } })],
    {
      ...{ env: moduleEnvironment(), windowsHide: true },
      // The end of its input tells it that this process is gone, also where a call of the module holds it.
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    },
  );
  // It ends with this process, and does not keep it alive except while an answer is awaited.
  child.unref();
  child.channel?.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  let waiting: PromiseWithResolvers<Answer> | undefined;
  const failed = (words: string) =>
    new RootKeyError(
      'unavailable',
      `The PKCS #11 module ${location.module} ${words}; it is loaded anew when it is needed.`,
    );
  child.on('message', (answer: Answer) => waiting?.resolve(answer));
  child.on('error', () => waiting?.reject(failed('could not be started')));
  child.on('exit', () => waiting?.reject(failed('ended its process')));

  return {
    child,
    answer: async (patience) => {
      waiting = Promise.withResolvers();
      child.channel?.ref();
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        waiting?.reject(failed(`did not answer within ${Math.ceil(patience / 1000)} seconds`));
      }, patience);
      try {
        return await waiting.promise;
      } finally {
        clearTimeout(timer);
        waiting = undefined;
        child.channel?.unref();
      }
    },
  };
};

/**
 * A process for the module of a location. It is started by the first order and after each end, does one order after the other, and is
 * killed when it does not answer in time.
 */
export const moduleProcess = ({ location, patience = 10_000, program = ownProgram }: ModuleProcessOptions) => {
  let running: Running | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const end = () => {
    clearTimeout(idle);
    running?.child.kill('SIGKILL');
    running = undefined;
  };

  const started = async (): Promise<Running> => {
    if (running) return running;
    const begun = startProcess(location, program);
    await begun.answer(startTime);
    running = begun;
    begun.child.once('exit', () => {
      if (running === begun) running = undefined;
    });
    return begun;
  };

  const send = async (order: Order): Promise<Answer> => {
    clearTimeout(idle);
    const { child, answer } = await started();
    try {
      child.send(order);
      return await answer(patience);
    } catch (error) {
      end();
      throw error;
    } finally {
      idle = setTimeout(end, idleTime).unref();
    }
  };

  return {
    /** Sends an order when those before it are done. */
    order: (order: Order): Promise<Answer> => {
      const answered = turn.then(() => send(order));
      turn = answered.catch(() => undefined);
      return answered;
    },
    end,
  };
};
