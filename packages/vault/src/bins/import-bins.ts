import { insertInto } from '../store/columns.ts';
import type { SqlValue, Statement, Store } from '../store/port.ts';
import type { BinRange } from './bin-range.ts';

/*
 * Each import is an edition of the table: `open` while its ranges are being written, `done` from then on, `gone` while they are
 * deleted. Vaults use the newest one that is done.
 */

/** Ranges that are written or deleted at once, so that no other write waits long. */
const batch = 500;

/** Another import, begun later, has ended before this one. */
export class ImportOvertaken extends Error {
  override readonly name = 'ImportOvertaken';
}

const numbers = async (store: Store, condition: string, parameters: readonly SqlValue[] = []): Promise<number[]> => {
  const sql = `select edition from bin_editions where ${condition} order by edition desc`;
  return (await store.rows<{ edition: number }>(sql, parameters)).map(({ edition }) => edition);
};

/** Fails where the edition is not open any more. */
const setState = (edition: number, state: 'open' | 'done'): Statement => ({
  sql: "update bin_editions set state = ? where edition = ? and state = 'open'",
  parameters: [state, edition],
  guard: { changes: 1, otherwise: 'overtaken' },
});

const deleteRanges = async (store: Store, edition: number): Promise<void> => {
  for (;;) {
    const [last] = await store.rows<{ low: number }>(
      `select max(low) as low from (select low from bin_ranges where edition = ? order by low limit ${batch}) as first_ones`,
      [edition],
    );
    if (typeof last?.low !== 'number') return;
    await store.commit([
      { sql: 'delete from bin_ranges where edition = ? and low <= ?', parameters: [edition, last.low] },
    ]);
  }
};

/** Deletes the editions before the newest, but for the one before it: processes that do not know the newest yet look into that. */
const deleteOlder = async (store: Store): Promise<void> => {
  const [newest = 0, before = 0] = await numbers(store, "state = 'done'");
  const older = [newest, before];
  await store.commit([
    { sql: "update bin_editions set state = 'gone' where edition < ? and edition <> ?", parameters: older },
  ]);
  for (const edition of await numbers(store, "state = 'gone'")) {
    await deleteRanges(store, edition);
    await store.commit([{ sql: 'delete from bin_editions where edition = ?', parameters: [edition] }]);
  }
};

/**
 * Puts ranges, of which none lies in another one, in the place of the table that is there. Vaults that serve go on with the older one
 * until the last range is written, and for up to a second more. Where it stops in between, the older one stays. Throws
 * `ImportOvertaken`.
 */
export const importBins = async (
  store: Store,
  ranges: readonly BinRange[],
  progress: (done: number) => void = () => undefined,
): Promise<void> => {
  const [latest = 0] = await numbers(store, 'edition = (select max(edition) from bin_editions)');
  const edition = latest + 1;
  await store.commit([insertInto('bin_editions', { edition, state: 'open' })]);
  const assertKept = (refusal: unknown): void => {
    if (refusal !== undefined) throw new ImportOvertaken('Another import has replaced the table meanwhile.');
  };
  for (let from = 0; from < ranges.length; from += batch) {
    const some = ranges.slice(from, from + batch);
    const rows = some.map(
      ({ low, high, brand = null, funding = null, segment = null, issuer = null, country = null }) =>
        insertInto('bin_ranges', { edition, low, high, brand, funding, segment, issuer, country }),
    );
    assertKept(await store.commit([setState(edition, 'open'), ...rows]));
    progress(from + some.length);
  }
  assertKept(await store.commit([setState(edition, 'done')]));
  await deleteOlder(store);
};
