import type { Statement, Store } from '../store/port.ts';
import { type MarkedEvent, markedRow } from './audit.ts';

/** Rows kept back at most; more of them wait for the store like everything else. */
const most = 1000;

/**
 * Audit rows of reads that showed no plaintext. They are written together at the next `flush`, at most a second later
 * (docs/architecture.md §5.4): a crash can lose that second, which is documented. Rows that the store refuses are kept for the next
 * try.
 */
export const readLog = (store: Store) => {
  let rows: (Statement | MarkedEvent)[] = [];
  let writing = Promise.resolve();

  const write = async (): Promise<void> => {
    if (rows.length === 0) return;
    const taken = rows;
    rows = [];
    try {
      await store.commit(taken.map((each) => ('mac' in each ? markedRow(each) : each)));
    } catch (error) {
      rows = [...taken, ...rows];
      throw error;
    }
  };

  /** Resolves once everything that was added before is written, also what another flush had already taken. */
  const flush = (): Promise<void> => {
    writing = writing.catch(() => {}).then(write);
    return writing;
  };

  return {
    flush,
    /**
     * Keeps rows back. When too many wait they are written first, which is what there is to wait for then; that rejects, keeping nothing
     * more, when the store refuses.
     */
    add: (more: readonly (Statement | MarkedEvent)[]): Promise<void> | undefined => {
      const keep = () => void rows.push(...more);
      return rows.length + more.length > most ? flush().then(keep) : keep();
    },
  };
};

export type ReadLog = ReturnType<typeof readLog>;
