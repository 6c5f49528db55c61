import { MessageChannel, Worker } from 'node:worker_threads';
import { callsOn, type Remote } from '../../threads/calls.ts';
import { CommandError } from '../command-error.ts';
import type { MainMethods, WorkerData, WorkerMethods } from './methods.ts';

/** A worker thread, as the thread that started it sees it. */
export interface StartedWorker {
  calls: Remote<WorkerMethods>;
  /** Its address once it accepts connections. Rejects if it cannot start, with a `CommandError` where the operator can mend that. */
  listening: Promise<string>;
  /** Resolves when the thread has ended, with the error that ended it, if there was one. */
  gone: Promise<unknown>;
  /** Ends it at once. */
  end(): Promise<unknown>;
}

// Beside this file in the sources; beside the bundle in a build.
const isSource = import.meta.url.endsWith('.ts');
const workerFile = new URL(isSource ? './worker.ts' : './worker.js', import.meta.url);

/** How Node finds the sources of our packages, unless the process was started with it. */
const condition = '--conditions=@tessera/source';
const execArgv = !isSource || process.execArgv.includes(condition) ? undefined : [...process.execArgv, condition];

/** A worker that needs more has a defect: what requests occupy is bounded. It ends alone, and another takes its place. */
const resourceLimits = { maxOldGenerationSizeMb: 1024 };

/** Starts a worker. `methods` gets what it calls here. */
export const startWorker = (
  data: Omit<WorkerData, 'port'>,
  methods: (calls: Remote<WorkerMethods>) => Omit<MainMethods, 'listening' | 'refused'>,
): StartedWorker => {
  const { port1, port2 } = new MessageChannel();
  const workerData: WorkerData = { ...data, port: port2 };
  const thread = new Worker(workerFile, {
    ...{ name: 'worker', workerData, transferList: [port2], resourceLimits },
    ...(execArgv && { execArgv }),
  });
  const calls = callsOn<WorkerMethods>(port1);
  const listening = Promise.withResolvers<string>();
  // Who waits for it is told; after the start nobody does.
  listening.promise.catch(() => undefined);
  let reason: unknown;
  calls.answer({
    ...methods(calls),
    listening: listening.resolve,
    refused: (words) => listening.reject(new CommandError(words)),
  } satisfies MainMethods);
  thread.on('error', (error) => {
    reason = error;
  });
  const gone = new Promise((resolve) => {
    thread.once('exit', () => {
      listening.reject(reason ?? new Error('A worker has ended.'));
      resolve(reason);
    });
  });
  return { calls, listening: listening.promise, gone, end: () => thread.terminate() };
};
