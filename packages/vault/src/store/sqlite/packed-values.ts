import type { SqlValue } from '../port.ts';

/**
 * Values on their way to another thread, as five flat parts whatever their number: a message is cloned value by value, and a batch of
 * writes or a page of rows has thousands of them.
 */
export interface PackedValues {
  /** Numbers that say how the rest is put together; for each value its kind or length. */
  plan: ArrayBuffer;
  /** All numbers, as doubles. */
  numbers: ArrayBuffer;
  /** All bytes. */
  bytes: ArrayBuffer;
  /** All texts. */
  letters: string;
  bigints: bigint[];
}

/** The buffers of a message, which are handed over and not copied. */
export const handedOver = ({ plan, numbers, bytes }: PackedValues): ArrayBuffer[] => [plan, numbers, bytes];

/** Stands in the plan for a value; texts and bytes stand there with their lengths, even and odd numbers. */
const kinds = { null: -1, number: -2, bigint: -3 } as const;

/** Packs values, of which the bytes take `size` in all. */
export const valuePacker = (size: number) => {
  const plan: number[] = [];
  const numbers: number[] = [];
  const bigints: bigint[] = [];
  const bytes = new Uint8Array(size);
  let letters = '';
  let end = 0;

  return {
    /** Adds a number to the plan that is no value, such as how many values follow. */
    note: (...counts: number[]): void => {
      plan.push(...counts);
    },
    take: (value: SqlValue): void => {
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
    },
    packed: (): PackedValues => ({
      plan: Int32Array.from(plan).buffer,
      numbers: Float64Array.from(numbers).buffer,
      bytes: bytes.buffer,
      letters,
      bigints,
    }),
  };
};

/** Reads what was packed, in the same order. Bytes are views into the one buffer. */
export const valueReader = ({ letters, bigints, ...packed }: PackedValues) => {
  const plan = new Int32Array(packed.plan);
  const numbers = new Float64Array(packed.numbers);
  const at = { plan: 0, numbers: 0, bytes: 0, letters: 0, bigints: 0 };
  /** What was noted. */
  const noted = (): number => plan[at.plan++] ?? 0;

  return {
    noted,
    isAtEnd: (): boolean => at.plan >= plan.length,
    value: (): SqlValue => {
      const kind = noted();
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
    },
  };
};
