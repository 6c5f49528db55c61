import type { Reads } from '../store/port.ts';
import { type BinFacts, type BinRange, boundsOf } from './bin-range.ts';

/** Milliseconds for which a process goes on with the edition that it knows. */
const freshness = 1000;

type Row = Pick<BinRange, 'high'> & { [Name in keyof BinFacts]-?: NonNullable<BinFacts[Name]> | null };

/** What can be asked of the operator's table. */
export interface BinTable {
  /** Whether there is a table. Without one nothing is known of any card. */
  exists(): Promise<boolean>;
  /** Facts that hold for every card whose number begins so. Reads one row by the primary key. */
  find(bin: string): Promise<BinFacts | undefined>;
}

/** The newest table that was imported. Without one nothing is known, and no range is looked for. */
export const binTable = (store: Reads, clock: () => number): BinTable => {
  let known: { edition: number | undefined; since: number } = { edition: undefined, since: Number.NEGATIVE_INFINITY };
  const current = async (): Promise<number | undefined> => {
    const now = clock();
    if (now < known.since || now >= known.since + freshness) {
      const [row] = await store.rows<{ edition: number | null }>(
        "select max(edition) as edition from bin_editions where state = 'done'",
      );
      known = { edition: row?.edition ?? undefined, since: now };
    }
    return known.edition;
  };
  return {
    exists: async () => (await current()) !== undefined,
    find: async (bin) => {
      const edition = await current();
      if (edition === undefined) return undefined;
      const { low, high } = boundsOf(bin);
      const [row] = await store.rows<Row>(
        `select high, brand, funding, segment, issuer, country from bin_ranges
          where edition = ? and low <= ? order by low desc limit 1`,
        [edition, low],
      );
      // A range that holds only some of these cards says nothing of the others, and would tell a digit that the BIN does not.
      if (!row || row.high < high) return undefined;
      const { brand, funding, segment, issuer, country } = row;
      return {
        brand: brand ?? undefined,
        funding: funding ?? undefined,
        segment: segment ?? undefined,
        issuer: issuer ?? undefined,
        country: country ?? undefined,
      };
    },
  };
};
