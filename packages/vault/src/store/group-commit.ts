import { StoreError } from './errors.ts';
import type { Outcome } from './outcome.ts';
import type { Write } from './port.ts';

interface Pending {
  write: Write;
  resolve: (otherwise: string | undefined) => void;
  reject: (error: unknown) => void;
}

export interface GroupCommit {
  commit(write: Write): Promise<string | undefined>;
  /** Resolves when every write taken so far has been answered. */
  idle(): Promise<void>;
}

/** So that one batch holds neither the write lock nor its first caller for long. */
const largestBatch = 256;

const settle = ({ resolve, reject }: Pending, outcome: Outcome | undefined) => {
  if (outcome === undefined) reject(new StoreError('closed', 'The writer left a write unanswered.'));
  else if (outcome.kept) resolve(undefined);
  else if ('otherwise' in outcome) resolve(outcome.otherwise);
  else reject(new StoreError(outcome.error.code, outcome.error.message));
};

/**
 * Group commit without a timer: while one batch is on its way to the disk, writes that arrive gather into the next. Under
 * load many share one sync; alone a write waits for nothing.
 */
export const groupCommit = (run: (writes: readonly Write[]) => Promise<readonly Outcome[]>): GroupCommit => {
  const gathered: Pending[] = [];
  let draining: Promise<void> | undefined;

  const drain = async () => {
    while (gathered.length > 0) {
      const batch = gathered.splice(0, largestBatch);
      try {
        const outcomes = await run(batch.map(({ write }) => write));
        for (const [index, pending] of batch.entries()) settle(pending, outcomes[index]);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    draining = undefined;
  };

  return {
    commit: (write) =>
      new Promise((resolve, reject) => {
        gathered.push({ write, resolve, reject });
        // A turn later, so that writes of the same turn travel together.
        draining ??= Promise.resolve().then(drain);
      }),
    idle: () => draining ?? Promise.resolve(),
  };
};
