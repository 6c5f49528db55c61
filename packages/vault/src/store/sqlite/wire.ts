import { setImmediate as otherWork } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { Migration } from '../migrate.ts';
import type { Outcome, WriteError } from '../outcome.ts';
import type { Refusal, Statement, Write } from '../port.ts';
import { type PackedValues, valuePacker, valueReader } from './packed-values.ts';

/** What a writer of a database is started with. */
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

/**
 * Writes on their way to the thread. Cloning their values one by one would take a fifth of the time of a create. The plan has: for each
 * write the number of its statements; for each statement its text, the rows that its guard expects (or -1) and the number of its
 * parameters; then these.
 */
export interface Packed extends PackedValues {
  /** Each SQL text once; statements name it by its place. */
  texts: string[];
  /** What guards say when they fail. */
  refusals: Refusal[];
}

/** A write that was kept has nothing to tell. */
export type Sent = Exclude<Outcome, { kept: true }> | 0;

/** What the thread that writes is told: which database to open, and the port for `ToWriter` and `FromWriter`; or to end. */
export type ToThread = { open: WriterData; port: MessagePort } | 'end';
/** What the thread that opened a database tells its writer: who else sends writes, and when to end. */
export type ToWriter = { join: MessagePort } | 'close';
/** What the writer tells that thread: first whether it could start, then each time that a port has joined. */
export type FromWriter = 'ready' | 'joined' | { error: WriteError };
/** The answer to a batch of writes, on the port on which they came. */
export interface Answered {
  outcomes: Sent[];
}
/** What the writer tells who has joined: first the memory in which it counts commits, then answers. */
export type ToJoined = { commits: SharedArrayBuffer } | Answered;

const sizeOf = (writes: readonly Write[]): number => {
  let size = 0;
  for (const write of writes)
    for (const { parameters } of write)
      for (const value of parameters) if (value instanceof Uint8Array) size += value.byteLength;
  return size;
};

/** Statements that are packed at once: after so many, everything else that waits goes first. */
const piece = 512;

export const pack = async (writes: readonly Write[]): Promise<Packed> => {
  const places = new Map<string, number>();
  const refusals: Refusal[] = [];
  const { note, take, packed } = valuePacker(sizeOf(writes));
  let statements = 0;
  for (const write of writes) {
    note(write.length);
    for (const { sql, parameters, guard } of write) {
      const place = places.get(sql) ?? places.size;
      places.set(sql, place);
      note(place, guard?.changes ?? -1, parameters.length);
      if (guard) refusals.push(guard.otherwise);
      for (const value of parameters) take(value);
      statements += 1;
      if (statements % piece === 0) await otherWork();
    }
  }
  return { texts: [...places.keys()], refusals, ...packed() };
};

/** The inverse. */
export const unpack = ({ texts, refusals, ...packed }: Packed): Write[] => {
  const { noted, value, isAtEnd } = valueReader(packed);
  let failed = 0;

  const several = <Item>(count: number, item: () => Item): Item[] => {
    const items: Item[] = [];
    for (let n = 0; n < count; n += 1) items.push(item());
    return items;
  };

  const statement = (): Statement => {
    const sql = texts[noted()] ?? '';
    const changes = noted();
    const parameters = several(noted(), value);
    if (changes < 0) return { sql, parameters };
    return { sql, parameters, guard: { changes, otherwise: refusals[failed++] ?? '' } };
  };

  const writes: Write[] = [];
  while (!isAtEnd()) writes.push(several(noted(), statement));
  return writes;
};
