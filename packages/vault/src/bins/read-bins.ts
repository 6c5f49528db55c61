import { type BinFacts, BinOverlap, type BinRange, boundsOf, flattened, fundings } from './bin-range.ts';
import { countryOf } from './countries.ts';

/** What a file says cannot be used. The message names the line and repeats nothing of it, because it may hold a card number. */
export class BinFileError extends Error {
  override readonly name = 'BinFileError';

  constructor(line: number, reason: string) {
    super(`Line ${line}: ${reason}`);
  }
}

/** Lines of a file, and characters of a line. */
const limits = { lines: 1_000_000, line: 1000 };

const word = (text: string): string | undefined => {
  const name = text.toLowerCase().replaceAll(/[ _]+/g, '-');
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(name) ? name : undefined;
};

/** Begins with a letter or digit, so that a sheet into which somebody copies it takes it for no formula; no invisible characters. */
const title = /^[\p{L}\p{N}][^\p{C}\p{Zl}\p{Zp}]{0,199}$/u;

const issuer = (text: string): string | undefined =>
  title.test(text) && text.replaceAll(/\D/g, '').length < 12 ? text : undefined;

type Column = keyof BinFacts;

/** The columns beside `bin`: what a value in them means, and how it must look. */
const columns: { readonly [Name in Column]: { read(text: string): BinFacts[Name]; form: string } } = {
  brand: { read: word, form: 'a name of at most 40 letters from a to z, such as visa' },
  funding: {
    read: (text) => fundings.find((funding) => funding === text.toLowerCase()),
    form: `one of ${fundings.join(', ')}`,
  },
  segment: { read: word, form: 'a name of at most 40 letters from a to z, such as consumer' },
  issuer: {
    read: issuer,
    form: 'a name of at most 200 characters that begins with a letter or digit and holds no long number',
  },
  country: {
    read: (text) => countryOf(text.toUpperCase())?.alpha2,
    form: 'two letters of ISO 3166-1, such as DE',
  },
};

const columnNames = Object.keys(columns) as Column[];
const isColumn = (name: string): name is Column => Object.hasOwn(columns, name);

/** The fields of a line of CSV (RFC 4180, without line breaks in quotes); `undefined` where quotes do not close. */
const fieldsOf = (line: string): string[] | undefined => {
  if (line.length > limits.line) return undefined;
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/gy;
  for (;;) {
    const [, quoted, plain = '', end] = field.exec(line) ?? [];
    if (end === undefined) return undefined;
    fields.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim());
    if (end === '') return fields;
  }
};

/** Lines one by one: an array of them would take far more memory than the text. */
function* linesOf(text: string): Generator<[number: number, line: string]> {
  let from = text.startsWith('\uFEFF') ? 1 : 0;
  for (let number = 1; from <= text.length; number += 1) {
    if (number > limits.lines) throw new BinFileError(number, `a file has at most ${limits.lines} lines.`);
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    yield [number, text.slice(from, to).replace(/\r$/, '')];
    from = to + 1;
  }
}

const bin = /^(\d{6,11})(?:-(\d{6,11}))?$/;

const boundsIn = (text: string, line: number): Pick<BinRange, 'low' | 'high'> => {
  const [, first = '', last = first] = bin.exec(text) ?? [];
  if (first !== '' && first.length === last.length && first <= last) return boundsOf(first, last);
  const form = '6 to 11 digits, or two such numbers of equal length, the lower one first, with a hyphen between';
  throw new BinFileError(line, `bin must be ${form}: 400000-400099.`);
};

const namesIn = (header: string): string[] => {
  const names = (fieldsOf(header) ?? []).map((name) => name.toLowerCase());
  const areRight = names.every((name) => name === 'bin' || isColumn(name)) && new Set(names).size === names.length;
  if (areRight && names.includes('bin')) return names;
  throw new BinFileError(1, `must name the columns, each once: bin, and any of ${columnNames.join(', ')}.`);
};

const factsIn = (names: readonly string[], fields: readonly string[], line: number): BinFacts => {
  const facts: { [name: string]: string } = {};
  for (const [place, name] of names.entries()) {
    const text = fields[place] ?? '';
    if (!isColumn(name) || text === '') continue;
    const value = columns[name].read(text);
    if (value === undefined) throw new BinFileError(line, `${name} must be ${columns[name].form}, or empty.`);
    facts[name] = value;
  }
  return facts as BinFacts;
};

type Line = BinRange & { line: number };

const flat = (ranges: readonly Line[]): Line[] => {
  try {
    return flattened(ranges);
  } catch (error) {
    if (!(error instanceof BinOverlap)) throw error;
    const [first = 0, second = 0] = error.ranges.map((range) => (range as Line).line).toSorted((a, b) => a - b);
    throw new BinFileError(
      second,
      `its range is that of line ${first} or crosses it. A range may lie within another one, and then holds in its place.`,
    );
  }
};

/**
 * Reads ranges of card numbers with their facts from CSV, none of which lies in another one. The first line names the columns: `bin`,
 * and any of `brand`, `funding`, `segment`, `issuer` and `country`. An empty field is not known. Throws `BinFileError`.
 */
export const readBins = (text: string): BinRange[] => {
  const ranges: Line[] = [];
  let names: string[] | undefined;
  for (const [line, content] of linesOf(text)) {
    if (!names) {
      names = namesIn(content);
      continue;
    }
    if (content.trim() === '') continue;
    const fields = fieldsOf(content);
    if (fields?.length !== names.length) {
      const form = `${names.length} fields with commas between, as line 1 has, and at most ${limits.line} characters`;
      throw new BinFileError(line, `must have ${form}. A field with a comma stands in quotes, without line breaks.`);
    }
    ranges.push({ ...boundsIn(fields[names.indexOf('bin')] ?? '', line), ...factsIn(names, fields, line), line });
  }
  if (ranges.length === 0) throw new BinFileError(1, 'is followed by no ranges.');
  return flat(ranges);
};
