import { StoreError } from './errors.ts';
import type { Outcome, WriteError } from './outcome.ts';
import type { Refusal, Write } from './port.ts';

interface Pending {
  write: Write;
  tries: number;
  resolve: (otherwise: Refusal | undefined) => void;
  reject: (error: unknown) => void;
}

export interface GroupCommit {
  commit(write: Write): Promise<Refusal | undefined>;
  /** Resolves when every write taken so far has been answered. */
  idle(): Promise<void>;
}

/** Is told how many writes a batch holds when it begins; what it gives is called when the batch has ended, however it did. */
export type WatchBatch = (writes: number) => () => void;

export interface GroupCommitOptions {
  /** Writes in one batch, so that it holds neither locks nor its first caller for long. */
  largest?: number;
  /** Statements in one batch that has more than one write: a write of a thousand tokens has thousands. */
  statements?: number;
  /** How often a write is tried before its last reason is told. */
  tries?: number;
  /** Waits before a batch with writes that are tried again. */
  pause?: () => Promise<void>;
  watch?: WatchBatch | undefined;
}

const storeError = ({ code, message }: WriteError) => new StoreError(code, message);

const settle = ({ resolve, reject }: Pending, outcome: Outcome | undefined) => {
  if (outcome === undefined) reject(new StoreError('closed', 'The writer left a write unanswered.'));
  else if (outcome.kept) resolve(undefined);
  else if ('otherwise' in outcome) resolve(outcome.otherwise);
  else reject(storeError('again' in outcome ? outcome.again : outcome.error));
};

/**
 * Group commit without a timer: while one batch is on its way to the disk, writes that arrive gather into the next. Under
 * load many share one sync; alone a write waits for nothing.
 */
export const groupCommit = (
  run: (writes: readonly Write[]) => Promise<readonly Outcome[]>,
  { largest = 256, statements = 2048, tries = 1, pause = () => Promise.resolve(), watch }: GroupCommitOptions = {},
): GroupCommit => {
  const gathered: Pending[] = [];
  let draining: Promise<void> | undefined;

  /** Answers what can be answered; gives the writes to try again. */
  const runBatch = async (batch: readonly Pending[]): Promise<Pending[]> => {
    const outcomes = await run(batch.map(({ write }) => write));
    const again: Pending[] = [];
    for (const [index, pending] of batch.entries()) {
      const outcome = outcomes[index];
      pending.tries += 1;
      if (outcome && 'again' in outcome && pending.tries < tries) again.push(pending);
      else settle(pending, outcome);
    }
    return again;
  };

  /** How many of the writes that wait make up the next batch. */
  const nextBatch = (): number => {
    let count = 0;
    let sum = 0;
    for (const { write } of gathered.slice(0, largest)) {
      sum += write.length;
      if (count > 0 && sum > statements) break;
      count += 1;
    }
    return count;
  };

  const drain = async () => {
    while (gathered.length > 0) {
      const batch = gathered.splice(0, nextBatch());
      const ended = watch?.(batch.length);
      try {
        const again = await runBatch(batch).finally(ended);
        gathered.unshift(...again);
        if (again.length > 0) await pause();
      } catch (error) {
        // Who waits for a database that cannot be reached would only find the same; and many could come to wait.
        const gone = error instanceof StoreError && error.code === 'unavailable';
        for (const { reject } of [...batch, ...(gone ? gathered.splice(0) : [])]) reject(error);
      }
    }
    draining = undefined;
  };

  return {
    commit: (write) =>
      new Promise<Refusal | undefined>((resolve, reject) => {
        gathered.push({ write, tries: 0, resolve, reject });
        // A turn later, so that writes of the same turn travel together.
        draining ??= Promise.resolve().then(drain);
      }),
    idle: () => draining ?? Promise.resolve(),
  };
};
