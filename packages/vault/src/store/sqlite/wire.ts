import type { Migration } from '../migrate.ts';
import type { Outcome, WriteError } from '../outcome.ts';
import type { Guard, SqlValue, Write } from '../port.ts';

/** What a writer thread is started with. */
export interface WriterData {
  path: string;
  /** Milliseconds to wait for another process that is writing. */
  busyTimeout: number;
  /** Milliseconds after which what was written is moved out of the write-ahead log, and the log emptied. */
  logLife: number;
  migrations: readonly Migration[];
  /** Milliseconds since the epoch: when a migration applied at this opening was applied. */
  now: number;
}

/** Writes on their way to the thread: each SQL text once, statements name it by its place. */
export interface Packed {
  texts: string[];
  writes: { text: number; parameters: readonly SqlValue[]; guard: Guard | undefined }[][];
}

export type ToWriter = Packed | 'close';
export type FromWriter = { ready: true } | { ready: false; error: WriteError } | { outcomes: Outcome[] };

/** A view into a larger buffer (Node's pool, say) would be cloned with all of that buffer. */
const compact = (value: SqlValue): SqlValue =>
  value instanceof Uint8Array && value.byteLength !== value.buffer.byteLength ? new Uint8Array(value) : value;

export const pack = (writes: readonly Write[]): Packed => {
  const places = new Map<string, number>();
  const packed = writes.map((write) =>
    write.map(({ sql, parameters, guard }) => {
      const text = places.get(sql) ?? places.size;
      places.set(sql, text);
      return { text, parameters: parameters.map(compact), guard };
    }),
  );
  return { texts: [...places.keys()], writes: packed };
};

export const unpack = ({ texts, writes }: Packed): Write[] =>
  writes.map((write) =>
    write.map(({ text, parameters, guard }) => ({
      sql: texts[text] ?? '',
      parameters,
      ...(guard !== undefined && { guard }),
    })),
  );
