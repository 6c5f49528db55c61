import { once } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Write } from '../port.ts';
import { handedOver } from './packed-values.ts';
import { type FromWriter, pack, type ToJoined, type ToThread, type ToWriter, type WriterData } from './wire.ts';

/** What writes to one database, as the thread that opened it sees it. */
export interface DatabaseWriter {
  /** The end of a new way to it. Any thread may be given this port, and sends its writes there. Rejects when the writer has ended. */
  connect(): Promise<MessagePort>;
  close(): Promise<void>;
}

/**
 * A thread that writes to several databases of this process, since each thread takes 16 MB. It is started for the first of them, started
 * again when it has ended, and ends with the last.
 */
export interface WriterThread {
  /** Resolves once the database is open and migrated, rejects with the `StoreError` that prevented it. */
  open(data: WriterData): Promise<DatabaseWriter>;
}

/** A way to the thread that writes. */
export interface Writer {
  /** One batch at a time: the next may be given once this one is answered. */
  run(writes: readonly Write[]): Promise<readonly Outcome[]>;
  /** Commits so far, of all who write there; `undefined` as long as that is not known, and when nobody counts any more. */
  commits(): number | undefined;
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

/** What one database's part of the thread says, and in which order: `answer` waits for the next of it. */
const listenTo = (port: MessagePort, path: string, ended: () => void) => {
  const asked: PromiseWithResolvers<void>[] = [];
  let stopped: StoreError | undefined;
  port.on('close', () => {
    stopped = new StoreError('closed', `${path}: the writer stopped.`);
    ended();
    for (const { reject } of asked.splice(0)) reject(stopped);
  });
  port.on('message', (message: FromWriter) => {
    if (typeof message === 'string') asked.shift()?.resolve();
    else asked.shift()?.reject(new StoreError(message.error.code, message.error.message));
  });
  return {
    stopped: () => stopped !== undefined,
    answer: (): Promise<void> => {
      if (stopped) return Promise.reject(stopped);
      const one = Promise.withResolvers<void>();
      asked.push(one);
      return one.promise;
    },
  };
};

export const writerThread = (): WriterThread => {
  let current: Worker | undefined;
  /** The databases that it has open. */
  let databases = 0;

  const start = (): Worker => {
    const worker = new Worker(writerFile, { name: 'store writer', resourceLimits });
    const gone = () => {
      if (current === worker) [current, databases] = [undefined, 0];
    };
    // Each database hears of it by its port.
    worker.on('error', gone);
    worker.on('exit', gone);
    return worker;
  };

  const leave = async (worker: Worker): Promise<void> => {
    if (current !== worker) return;
    databases -= 1;
    if (databases > 0) return;
    current = undefined;
    worker.postMessage('end' satisfies ToThread);
    await once(worker, 'exit');
  };

  return {
    open: async (data) => {
      current ??= start();
      const worker = current;
      databases += 1;
      const { port1: port, port2 } = new MessageChannel();
      let closing = false;
      const { answer, stopped } = listenTo(port, data.path, () => {
        // It has ended, and says so itself a little later.
        if (!closing && current === worker) [current, databases] = [undefined, 0];
      });
      worker.postMessage({ open: data, port: port2 } satisfies ToThread, [port2]);
      const leaving = async () => {
        closing = true;
        port.close();
        await leave(worker);
      };
      await answer().catch(async (error: unknown) => {
        await leaving();
        throw error;
      });
      return {
        connect: async () => {
          const ends = new MessageChannel();
          port.postMessage({ join: ends.port1 } satisfies ToWriter, [ends.port1]);
          await answer();
          return ends.port2;
        },
        close: async () => {
          if (stopped()) return;
          closing = true;
          port.postMessage('close' satisfies ToWriter);
          await once(port, 'close');
          await leave(worker);
        },
      };
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
  let counter: Int32Array | undefined;

  port.on('close', () => {
    counter = undefined;
    // What the thread had in hand was kept whole or not at all; which of the two, nobody can say any more.
    stopped = new StoreError('closed', `${path}: the writer stopped; this write may or may not have been kept.`);
    waiting?.reject(stopped);
    waiting = undefined;
  });
  port.on('message', (message: ToJoined) => {
    if ('commits' in message) {
      counter = new Int32Array(message.commits);
      return;
    }
    waiting?.resolve(message.outcomes.map((sent) => sent || kept));
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
    commits: () => counter && Atomics.load(counter, 0),
    stopped: () => stopped !== undefined,
    close: () => port.close(),
  };
};
