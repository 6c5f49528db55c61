import { once } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Write } from '../port.ts';
import { handedOver } from './packed-values.ts';
import { type Answered, type FromWriter, pack, type ToWriter, type WriterData } from './wire.ts';

/** The thread that writes, as the thread that started it sees it. */
export interface WriterThread {
  /** The end of a new way to it. Any thread may be given this port, and sends its writes there. Rejects when the thread has ended. */
  connect(): Promise<MessagePort>;
  close(): Promise<void>;
}

/** A way to the thread that writes. */
export interface Writer {
  /** One batch at a time: the next may be given once this one is answered. */
  run(writes: readonly Write[]): Promise<readonly Outcome[]>;
  /** Whether the way is closed, because the thread at its end has ended. */
  stopped(): boolean;
  close(): void;
}

// Beside this file, in the sources and in a build.
const writerFile = new URL(
  import.meta.url.endsWith('.ts') ? './sqlite-writer.ts' : './sqlite-writer.js',
  import.meta.url,
);

/** The thread keeps nothing between two batches, so little memory for young objects is enough. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

/** Starts the thread; resolves once the database is open and migrated, rejects with the `StoreError` that prevented it. */
export const startWriter = async (data: WriterData): Promise<WriterThread> => {
  const worker = new Worker(writerFile, { workerData: data, name: 'store writer', resourceLimits });
  /** Answered in turn: the start, and then each port. */
  const asked: PromiseWithResolvers<void>[] = [];
  let stopped: StoreError | undefined;

  const stop = (reason: string) => {
    stopped ??= new StoreError('closed', `${data.path}: the writer stopped (${reason}).`);
    for (const { reject } of asked.splice(0)) reject(stopped);
  };
  worker.on('error', (error) => stop(error instanceof Error ? error.name : 'unknown'));
  worker.on('exit', (code) => stop(`exit ${code}`));
  worker.on('message', (message: FromWriter) => {
    if (typeof message === 'string') asked.shift()?.resolve();
    else asked.shift()?.reject(new StoreError(message.error.code, message.error.message));
  });
  const answer = (): Promise<void> => {
    if (stopped) return Promise.reject(stopped);
    const one = Promise.withResolvers<void>();
    asked.push(one);
    return one.promise;
  };
  await answer();

  return {
    connect: async () => {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ join: port1 } satisfies ToWriter, [port1]);
      await answer();
      return port2;
    },
    close: async () => {
      if (stopped) return;
      worker.postMessage('close' satisfies ToWriter);
      await once(worker, 'exit');
    },
  };
};

interface Waiting {
  resolve: (outcomes: readonly Outcome[]) => void;
  reject: (error: StoreError) => void;
}

const kept: Outcome = { kept: true };

/** The calling thread's side of a way to the thread that writes. */
export const writerOn = (port: MessagePort, path: string): Writer => {
  let waiting: Waiting | undefined;
  let stopped: StoreError | undefined;

  port.on('close', () => {
    // What the thread had in hand was kept whole or not at all; which of the two, nobody can say any more.
    stopped = new StoreError('closed', `${path}: the writer stopped; this write may or may not have been kept.`);
    waiting?.reject(stopped);
    waiting = undefined;
  });
  port.on('message', ({ outcomes }: Answered) => {
    waiting?.resolve(outcomes.map((sent) => sent || kept));
    waiting = undefined;
  });

  return {
    run: async (writes) => {
      const packed = await pack(writes);
      if (stopped) throw stopped;
      const { promise, resolve, reject } = Promise.withResolvers<readonly Outcome[]>();
      waiting = { resolve, reject };
      port.postMessage(packed, handedOver(packed));
      return await promise;
    },
    stopped: () => stopped !== undefined,
    close: () => port.close(),
  };
};
