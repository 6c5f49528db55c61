import type { Migration } from '../migrate.ts';
import type { Outcome, WriteError } from '../outcome.ts';
import type { Refusal, SqlValue, Statement, Write } from '../port.ts';

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

/**
 * Writes on their way to the thread, as five flat parts whatever their number: a message is cloned value by value, and a batch has
 * thousands of them. Cloning them one by one would take a fifth of the time of a create.
 */
export interface Packed {
  /** Each SQL text once; statements name it by its place. */
  texts: string[];
  /**
   * How the rest is put together: for each write the number of its statements; for each statement its text, the rows that its guard
   * expects (or -1) and the number of its parameters; for each parameter its kind or length.
   */
  plan: ArrayBuffer;
  /** All numbers among the parameters, as doubles. */
  numbers: ArrayBuffer;
  /** All bytes among the parameters. */
  bytes: ArrayBuffer;
  /** All texts among the parameters. */
  letters: string;
  bigints: bigint[];
  /** What guards say when they fail. */
  refusals: Refusal[];
}

/** The buffers of a message, which are handed over and not copied. */
export const handedOver = ({ plan, numbers, bytes }: Packed): ArrayBuffer[] => [plan, numbers, bytes];

/** A write that was kept has nothing to tell. */
export type Sent = Exclude<Outcome, { kept: true }> | 0;

export type ToWriter = Packed | 'close';
export type FromWriter = { ready: true } | { ready: false; error: WriteError } | { outcomes: Sent[] };

/** Stands in the plan for a parameter; texts and bytes stand there with their lengths, even and odd numbers. */
const kinds = { null: -1, number: -2, bigint: -3 } as const;

const sizeOf = (writes: readonly Write[]): number => {
  let size = 0;
  for (const write of writes)
    for (const { parameters } of write)
      for (const value of parameters) if (value instanceof Uint8Array) size += value.byteLength;
  return size;
};

export const pack = (writes: readonly Write[]): Packed => {
  const places = new Map<string, number>();
  const plan: number[] = [];
  const numbers: number[] = [];
  const bigints: bigint[] = [];
  const refusals: Refusal[] = [];
  const bytes = new Uint8Array(sizeOf(writes));
  let letters = '';
  let end = 0;

  const take = (value: SqlValue): void => {
    if (value === null) plan.push(kinds.null);
    else if (typeof value === 'number') {
      plan.push(kinds.number);
      numbers.push(value);
    } else if (typeof value === 'string') {
      plan.push(2 * value.length);
      letters += value;
    } else if (typeof value === 'bigint') {
      plan.push(kinds.bigint);
      bigints.push(value);
    } else {
      plan.push(2 * value.byteLength + 1);
      bytes.set(value, end);
      end += value.byteLength;
    }
  };

  for (const write of writes) {
    plan.push(write.length);
    for (const { sql, parameters, guard } of write) {
      const place = places.get(sql) ?? places.size;
      places.set(sql, place);
      plan.push(place, guard?.changes ?? -1, parameters.length);
      if (guard) refusals.push(guard.otherwise);
      for (const value of parameters) take(value);
    }
  }
  return {
    texts: [...places.keys()],
    plan: Int32Array.from(plan).buffer,
    numbers: Float64Array.from(numbers).buffer,
    bytes: bytes.buffer,
    letters,
    bigints,
    refusals,
  };
};

/** The inverse. Bytes are views into the one buffer. */
export const unpack = (packed: Packed): Write[] => {
  const plan = new Int32Array(packed.plan);
  const numbers = new Float64Array(packed.numbers);
  const { texts, letters, bigints, refusals } = packed;
  const at = { plan: 0, numbers: 0, bytes: 0, letters: 0, bigints: 0, refusals: 0 };
  const next = (): number => plan[at.plan++] ?? 0;

  const value = (): SqlValue => {
    const kind = next();
    if (kind === kinds.null) return null;
    if (kind === kinds.number) return numbers[at.numbers++] ?? 0;
    if (kind === kinds.bigint) return bigints[at.bigints++] ?? 0n;
    const length = kind >> 1;
    if (kind % 2 === 0) {
      at.letters += length;
      return letters.slice(at.letters - length, at.letters);
    }
    at.bytes += length;
    return new Uint8Array(packed.bytes, at.bytes - length, length);
  };

  const several = <Item>(count: number, item: () => Item): Item[] => {
    const items: Item[] = [];
    for (let n = 0; n < count; n += 1) items.push(item());
    return items;
  };

  const statement = (): Statement => {
    const sql = texts[next()] ?? '';
    const changes = next();
    const parameters = several(next(), value);
    if (changes < 0) return { sql, parameters };
    return { sql, parameters, guard: { changes, otherwise: refusals[at.refusals++] ?? '' } };
  };

  const writes: Write[] = [];
  while (at.plan < plan.length) writes.push(several(next(), statement));
  return writes;
};
