import { expect, it } from 'vitest';
import { groupCommit } from './group-commit.ts';
import type { Write } from './port.ts';

const writeOf = (statements: number): Write =>
  Array.from({ length: statements }, () => ({ sql: 'insert', parameters: [] }));

/** The statements of the writes of each batch. */
const batchesOf = async (writes: readonly number[]): Promise<number[][]> => {
  const batches: number[][] = [];
  const { commit } = groupCommit(
    async (batch) => {
      batches.push(batch.map((write) => write.length));
      return batch.map(() => ({ kept: true }));
    },
    { largest: 4, statements: 10 },
  );
  await Promise.all(writes.map((count) => commit(writeOf(count))));
  return batches;
};

it('gathers writes up to a number of them, and of their statements', async () => {
  expect(await batchesOf([1, 1, 1, 1, 1])).toEqual([[1, 1, 1, 1], [1]]);
  expect(await batchesOf([4, 6, 1])).toEqual([[4, 6], [1]]);
  expect(await batchesOf([7, 7, 7])).toEqual([[7], [7], [7]]);
});

it('takes a write that is larger than a batch by itself', async () => {
  expect(await batchesOf([1, 50, 2])).toEqual([[1], [50], [2]]);
});
