/** Numbers of the machine's `unsigned long`, in memory that a library reads and writes. */
export type Cells = BigUint64Array | Uint32Array;

/** Cells for an `unsigned long` of `size` bytes: 4 on Windows, 8 on the other systems of today. */
export const cellsOf = (size: number) => ({
  cells: (length: number): Cells => (size === 8 ? new BigUint64Array(length) : new Uint32Array(length)),
  cell: (value: number): Cells => (size === 8 ? BigUint64Array.of(BigInt(value)) : Uint32Array.of(value)),
});

export const numberIn = (cells: Cells, place = 0): bigint => BigInt(cells[place] ?? 0);

export const numbersIn = (cells: Cells, count: bigint): bigint[] =>
  Array.from({ length: Number(count) }, (_, place) => numberIn(cells, place));
