import { describe, expect, it } from 'vitest';
import { BinOverlap, type BinRange, flattened } from './bin-range.ts';
import { countryOf } from './countries.ts';
import { readBins } from './read-bins.ts';

const messageOf = (text: string): string => {
  try {
    readBins(text);
  } catch (error) {
    return String(error);
  }
  return 'It was read.';
};

/** What a naive search gives: the smallest of the ranges around a place. */
const naive = (ranges: readonly BinRange[], at: number): BinRange | undefined =>
  ranges.filter(({ low, high }) => low <= at && at <= high).toSorted((a, b) => a.high - a.low - (b.high - b.low))[0];

describe('a file of ranges of card numbers', () => {
  it('is CSV with columns in any order, commas in quotes, and empty fields for what is not known', () => {
    const file = ['Country,BIN,brand,funding,segment,issuer', 'us,424242,VISA,CREDIT,Consumer,"Bank ""One"", First"'];
    expect(readBins(`\uFEFF${file.join('\r\n')}\r\n\r\n,371440-371459,,,,\r\n`)).toEqual([
      { low: 37_144_000_000, high: 37_145_999_999, line: 4 },
      {
        ...{ low: 42_424_200_000, high: 42_424_299_999, line: 2, country: 'US', brand: 'visa', funding: 'credit' },
        ...{ segment: 'consumer', issuer: 'Bank "One", First' },
      },
    ]);
  });

  it.each([
    ['', 'Line 1: must name the columns'],
    ['brand\nvisa', 'Line 1: must name the columns'],
    ['bin,__proto__\n424242,x', 'Line 1: must name the columns'],
    ['bin,bin\n424242,424242', 'Line 1: must name the columns'],
    ['bin,brand', 'Line 1: is followed by no ranges'],
    ['bin,brand\n42424,visa', 'Line 2: bin must be'],
    ['bin,brand\n4242424242424242,visa', 'Line 2: bin must be'],
    ['bin,brand\n424243-424242,visa', 'Line 2: bin must be'],
    ['bin,brand\n424242-42424299,visa', 'Line 2: bin must be'],
    ['bin,brand\n=424242,visa', 'Line 2: bin must be'],
    ['bin,brand\n\n424242', 'Line 3: must have 2 fields'],
    ['bin,issuer\n424242,"open', 'Line 2: must have 2 fields'],
    ['bin,issuer\n424242,"a"b', 'Line 2: must have 2 fields'],
    [`bin,issuer\n424242,${'x'.repeat(1000)}`, 'Line 2: must have 2 fields'],
    [`bin,issuer\n424242,${'x'.repeat(201)}`, 'Line 2: issuer must be'],
    ['bin,issuer\n424242,card 4242 4242 4242 4242', 'Line 2: issuer must be'],
    ['bin,issuer\n424242,=HYPERLINK("http://evil.example")', 'Line 2: must have 2 fields'],
    ...['=1+1', '+1', '-1', '@SUM(A1)'].map((formula) => [`bin,issuer\n424242,${formula}`, 'Line 2: issuer must be']),
    ...['\0', '\u001b', '\u202e', '\u2028', '\ud800'].map((bad) => [
      `bin,issuer\n424242,a${bad}b`,
      'Line 2: issuer must be',
    ]),
    ['bin,funding\n424242,charge', 'Line 2: funding must be one of credit, debit, prepaid, or empty'],
    ['bin,country\n424242,USA', 'Line 2: country must be'],
    ['bin,country\n424242,XX', 'Line 2: country must be'],
    ['bin,brand\n424242,<script>', 'Line 2: brand must be'],
    ['bin,brand\n424242,visa\n424242,mastercard', 'Line 3: its range is that of line 2 or crosses it'],
    ['bin,brand\n424245-424250,visa\n\n424242-424247,jcb', 'Line 4: its range is that of line 2 or crosses it'],
    [`bin\n${'\n'.repeat(1_000_001)}`, 'Line 1000001: a file has at most 1000000 lines'],
  ])('is refused with the line and without its text, where it cannot be used: %#', (text, message) => {
    const said = messageOf(text);
    expect(said).toContain(message);
    expect(said).not.toMatch(/4242|charge|USA|XX|script|HYPERLINK|SUM/);
  });

  it('has the innermost range at each place, and none that crosses another one', () => {
    let seed = 7;
    const draw = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 300; round += 1) {
      const ranges = Array.from({ length: 1 + draw(6) }, () => {
        const low = draw(30);
        return { low, high: low + draw(12) };
      });
      const crosses = ranges.some((a, at) =>
        ranges.slice(at + 1).some((b) => {
          const apart = a.high < b.low || b.high < a.low;
          const within = (a.low <= b.low && b.high <= a.high) || (b.low <= a.low && a.high <= b.high);
          return !apart && (!within || (a.low === b.low && a.high === b.high));
        }),
      );
      const named = ranges.map((range, at) => ({ ...range, issuer: `Bank ${at}` }));
      if (crosses) {
        expect(() => flattened(named)).toThrow(BinOverlap);
        continue;
      }
      const flat = flattened(named);
      for (let place = 0; place < 45; place += 1) {
        const found = flat.filter(({ low, high }) => low <= place && place <= high);
        expect(found.map(({ issuer }) => issuer)).toEqual(
          [naive(named, place)?.issuer].filter((name) => name !== undefined),
        );
      }
      expect(flat.length).toBeLessThan(2 * ranges.length);
    }
  });
});

describe('a country', () => {
  it('is known by its two letters', () => {
    expect(countryOf('DE')).toEqual({ alpha2: 'DE', name: 'Germany', numeric: '276' });
    for (const none of ['de', 'XX', '', 'DEU']) expect(countryOf(none)).toBeUndefined();
  });
});
