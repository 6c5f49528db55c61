import type { Reads } from '../store/port.ts';
import { type BinFacts, type BinRange, boundsOf } from './bin-range.ts';

/** Milliseconds for which a process goes on with the edition that it knows. */
const freshness = 1000;

type Row = Pick<BinRange, 'high'> & { [Name in keyof BinFacts]-?: NonNullable<BinFacts[Name]> | null };

/** What can be asked of the operator's table. */
export interface BinTable {
  /** Facts that hold for every card whose number begins so. What was found is remembered as long as the table is not replaced. */
  find(bin: string): Promise<BinFacts | undefined>;
}

/** Beginnings whose facts are remembered, so that what is told of a card costs a read nothing but the brand. */
const mostRemembered = 10_000;

/** The newest table that was imported. Without one nothing is known, and no range is looked for. */
export const binTable = (store: Reads, clock: () => number): BinTable => {
  let known: { edition: number | undefined; since: number } = { edition: undefined, since: Number.NEGATIVE_INFINITY };
  let remembered: { edition: number | undefined; facts: Map<string, BinFacts | undefined> } = {
    edition: undefined,
    facts: new Map(),
  };
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
  const read = async (edition: number, bin: string): Promise<BinFacts | undefined> => {
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
  };
  return {
    find: async (bin) => {
      const edition = await current();
      if (edition === undefined) return undefined;
      if (remembered.edition !== edition) remembered = { edition, facts: new Map() };
      const { facts } = remembered;
      if (facts.has(bin)) return facts.get(bin);
      const found = await read(edition, bin);
      if (facts.size >= mostRemembered) facts.clear();
      facts.set(bin, found);
      return found;
    },
  };
};
