import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Write } from '../port.ts';
import { handedOver } from './packed-values.ts';
import { type FromWriter, pack, type ToWriter, type WriterData } from './wire.ts';

/** The calling thread's side of the writing thread. */
export interface Writer {
  /** One batch at a time: the next may be given once this one is answered. */
  run(writes: readonly Write[]): Promise<readonly Outcome[]>;
  /** Whether the thread has ended, for whatever reason. */
  stopped(): boolean;
  close(): Promise<void>;
}

// Beside this file, in the sources and in a build.
const writerFile = new URL(
  import.meta.url.endsWith('.ts') ? './sqlite-writer.ts' : './sqlite-writer.js',
  import.meta.url,
);

/** The thread keeps nothing between two batches, so little memory for young objects is enough. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

interface Waiting {
  resolve: (outcomes: readonly Outcome[]) => void;
  reject: (error: StoreError) => void;
}

const kept: Outcome = { kept: true };

/** Starts the thread; resolves once the database is open and migrated, rejects with the `StoreError` that prevented it. */
export const startWriter = async (data: WriterData): Promise<Writer> => {
  const worker = new Worker(writerFile, { workerData: data, name: 'store writer', resourceLimits });
  let waiting: Waiting | undefined;
  let stopped: StoreError | undefined;

  const stop = (reason: string) => {
    // What the thread had in hand was kept whole or not at all; which of the two, nobody can say any more.
    stopped ??= new StoreError(
      'closed',
      `${data.path}: the writer stopped (${reason}); this write may or may not have been kept.`,
    );
    waiting?.reject(stopped);
    waiting = undefined;
  };
  worker.on('error', (error) => stop(error instanceof Error ? error.name : 'unknown'));
  worker.on('exit', (code) => stop(`exit ${code}`));

  const answer = () =>
    new Promise<readonly Outcome[]>((resolve, reject) => {
      if (stopped) reject(stopped);
      else waiting = { resolve, reject };
    });
  const ready = answer();
  worker.on('message', (message: FromWriter) => {
    if ('error' in message) waiting?.reject(new StoreError(message.error.code, message.error.message));
    else waiting?.resolve('outcomes' in message ? message.outcomes.map((sent) => sent || kept) : []);
    waiting = undefined;
  });
  await ready;

  return {
    run: (writes) => {
      const packed = pack(writes);
      worker.postMessage(packed satisfies ToWriter, handedOver(packed));
      return answer();
    },
    stopped: () => stopped !== undefined,
    close: async () => {
      if (stopped) return;
      worker.postMessage('close' satisfies ToWriter);
      await once(worker, 'exit');
    },
  };
};
