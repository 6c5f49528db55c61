/**
 * What the parts of an evaluation are charged, in the steps of `effort/effort.ts`. A charge that is too low is a hole; one that is too
 * high refuses expressions that would be quick.
 *
 * Forty evaluations of filters and walks over 20,000 entries or 100,000 characters were measured with Node 24 on a busy machine, the best
 * of 23 rounds each: most steps took 0.2 to 2 nanoseconds. Below that are texts, which the engine copies in blocks. `escape` and
 * JSONPath took 2.5. The JSON form of lists and of fractions took more than ten times of what they were charged, `concat`, `join` and
 * `uniq` more than twice; they are charged more since.
 */
export const costs = {
  /** A character between the braces of a template, when it is compiled. */
  template: 300,
  /** A filter or variable, whatever it works on. */
  call: 300,
  /** A character that is read or copied as part of a long text. */
  copy: 2,
  /** The same where it is looked at one by one, as when characters are counted. */
  look: 4,
  /** The same where letters change case. Outside of Latin-1 tables are looked up, and one letter can become three. */
  latinCase: 6,
  otherCase: 40,
  /** A character that becomes an entry of a list, or is replaced by itself. */
  split: 120,
  /** A match of a pattern for which a function is called. */
  match: 200,
  /** An entry of a list that is copied. */
  entry: 8,
  /** An entry of a list for which a function is called. */
  each: 60,
  /** An entry of a list in one comparison of a sort. */
  compare: 40,
  /** One operation on decimals of ordinary size, and one place of larger ones. */
  decimal: 900,
  place: 10,
  /** A property that a JSONPath query reads, where the engine has to ask for each. */
  property: 1200,
  /** Starting a digest. */
  digest: 5000,
  /** A character that becomes percent-encoded, or base64, or hexadecimal. */
  percent: 60,
  encode: 25,
  /** Parts of a JSON text that is written. */
  json: { value: 20, number: 200, character: 6, lone: 200, name: 150, list: 150 },
  /** The name of a property in an object that has so many that engines keep them in a hash table. */
  manyNames: { from: 500, name: 1200 },
} as const;

/** What it costs to list, read or write the properties of an object with so many of them. */
export const namesCost = (count: number): number =>
  count * (count > costs.manyNames.from ? costs.manyNames.name : costs.json.name);
