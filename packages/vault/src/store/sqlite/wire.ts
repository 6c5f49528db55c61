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
  /** All bytes of the parameters, which are views into it. It is handed over, not copied. */
  bytes: ArrayBuffer;
  writes: { text: number; parameters: readonly SqlValue[]; guard: Guard | undefined }[][];
}

export type ToWriter = Packed | 'close';
export type FromWriter = { ready: true } | { ready: false; error: WriteError } | { outcomes: Outcome[] };

/**
 * Copies bytes into one buffer, of which it gives views: a message is cloned buffer by buffer, whatever their size, and a view into a
 * larger one (Node's pool, say) with all of that.
 */
const gather = (writes: readonly Write[]) => {
  let size = 0;
  for (const write of writes)
    for (const { parameters } of write)
      for (const value of parameters) if (value instanceof Uint8Array) size += value.byteLength;
  const bytes = new Uint8Array(size);
  let end = 0;
  const gathered = (value: SqlValue): SqlValue => {
    if (!(value instanceof Uint8Array)) return value;
    const start = end;
    end += value.byteLength;
    bytes.set(value, start);
    return bytes.subarray(start, end);
  };
  return { gathered, bytes: bytes.buffer };
};

export const pack = (writes: readonly Write[]): Packed => {
  const places = new Map<string, number>();
  const { gathered, bytes } = gather(writes);
  const packed = writes.map((write) =>
    write.map(({ sql, parameters, guard }) => {
      const text = places.get(sql) ?? places.size;
      places.set(sql, text);
      return { text, parameters: parameters.map(gathered), guard };
    }),
  );
  return { texts: [...places.keys()], bytes, writes: packed };
};

export const unpack = ({ texts, writes }: Packed): Write[] =>
  writes.map((write) =>
    write.map(({ text, parameters, guard }) => ({
      sql: texts[text] ?? '',
      parameters,
      ...(guard !== undefined && { guard }),
    })),
  );
