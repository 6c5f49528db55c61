import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvGuards, csvRow } from './csv.ts';

/** What a spreadsheet reads from one row: its cells (RFC 4180). */
const cellsOf = (row: string): string[] =>
  [...row.replace(/\r\n$/, '').matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"'));

/** Whether a spreadsheet would calculate a cell. Written apart from the guard, from the list of OWASP. */
const runs = (cell: string): boolean => ['=', '+', '-', '@', '＝', '＋', '－', '＠'].includes(cell.trim().charAt(0));

const formulas = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  "  =cmd|' /C calc'!A0",
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '=HYPERLINK("http://x","y")',
];

describe('a row of CSV', () => {
  it.each(formulas)('holds no formula: %j', (formula) => {
    const [first = '', second] = cellsOf(csvRow([formula, 'b']));
    expect(runs(first)).toBe(false);
    expect(first).toContain(formula);
    expect(second).toBe('b');
  });

  it('keeps every text within its cell, and runs none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom(...formulas)), {
          minLength: 1,
          maxLength: 6,
        }),
        (cells) => {
          const read = cellsOf(csvRow(cells));
          expect(read.map((cell, index) => (cell === `'${cells[index]}` ? cells[index] : cell))).toEqual(cells);
          expect(read.filter(runs)).toEqual([]);
        },
      ),
    );
  });

  it.each(formulas)('would hold one without the guard: %j', (formula) => {
    const [first = ''] = cellsOf(csvRow([formula], { ...csvGuards, isFormula: () => false }));
    expect(runs(first)).toBe(true);
  });
});
