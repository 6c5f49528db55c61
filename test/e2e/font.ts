/*
 * A font of our own, written out as the tables of OpenType 1.9 ("The OpenType Font File" and the chapter of each table). It has
 * ten digits, which look all the same, and no other signs: text is as wide as it has digits.
 */

const u16 = (...values: readonly number[]): number[] => values.flatMap((value) => [(value >> 8) & 255, value & 255]);
const u32 = (...values: readonly number[]): number[] => values.flatMap((value) => u16(value >> 16, value));
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** Of 1,000 units; the block that a digit is drawn as stands inside of it. */
const width = 800;
const block = { left: 100, right: 700, bottom: 0, top: 700 };
const [ascent, descent] = [800, -200];
const [zero, nine, digits] = [0x30, 0x39, 10];

const box = u16(block.left, block.bottom, block.right, block.top);
const [across, up] = [block.right - block.left, block.top - block.bottom];

/** One contour of four points, each so far from the one before it. */
const glyph = [
  ...u16(1),
  ...box,
  // The last point, no instructions, and four flags: on the curve, both coordinates in 16 bits.
  ...[...u16(3, 0), 1, 1, 1, 1],
  ...u16(block.left, 0, across, 0),
  ...u16(block.bottom, up, 0, -up),
];

/** By codes in segments (format 4): the digits, each of which is glyph 1, and the last one, which has to be there. */
const codes = [
  ...[nine, 0xffff, 0, zero, 0xffff],
  // What to add to a code, or how far on from there the list of glyphs stands.
  ...[0, 1, 4, 0],
  ...new Array<number>(digits).fill(1),
];

const version = 0x10000;

/** In the order of their names, as the directory wants it. */
const tables: Readonly<Record<string, readonly number[]>> = {
  'OS/2': [
    ...u16(0, width, 400, 5, 0, ...zeros(10), 0),
    ...zeros(10 + 16 + 4),
    // Regular, its first and its last sign, and its heights twice.
    ...u16(0x40, zero, nine, ascent, descent, 0, ascent, -descent),
  ],
  // One table, for Unicode on Windows (3, 1), 12 bytes from here.
  cmap: [...u16(0, 1, 3, 1), ...u32(12), ...u16(4, 14 + 2 * codes.length, 0, 4, 4, 1, 0, ...codes)],
  glyf: glyph,
  // The number is the magic one. At its end: no style, smallest size, left to right, short offsets.
  head: [...u32(version, version, 0, 0x5f0f3cf5), ...u16(0, 1000), ...zeros(16), ...box, ...u16(0, 8, 2, 0, 0)],
  hhea: [
    ...u32(version),
    ...u16(ascent, descent, 0, width, block.left, width - block.right, block.right, 1, ...zeros(7), 1),
  ],
  // A width for all, and where each of the two glyphs begins.
  hmtx: u16(width, 0, block.left),
  // Glyph 0, which stands for what a font does not have, is empty. Offsets are halved.
  loca: u16(0, 0, glyph.length / 2),
  maxp: [...u32(version), ...u16(2, 4, 1, 0, 0, 2, ...zeros(8))],
  // Without names of its own: browsers give it those that they need.
  name: u16(0, 0, 6),
  post: [...u32(3 * version, 0), ...u16(0, 0), ...u32(1, 0, 0, 0, 0)],
};

const directory = (entries: readonly (readonly [string, readonly number[]])[]): number[] => {
  const selector = Math.floor(Math.log2(entries.length));
  const range = 16 * 2 ** selector;
  const header = [...u32(version), ...u16(entries.length, range, selector, 16 * entries.length - range)];
  let offset = header.length + 16 * entries.length;
  const rows = entries.map(([name, bytes]) => {
    const at = offset;
    offset += Math.ceil(bytes.length / 4) * 4;
    // Checksums are nought: browsers write a font anew before they trust it, and theirs with it.
    return [...Buffer.from(name), ...u32(0, at, bytes.length)];
  });
  return [...header, ...rows.flat()];
};

/** A font whose digits are blocks, 800 of 1,000 units wide; it has no other signs (TrueType). */
export const blocks = Buffer.from([
  ...directory(Object.entries(tables)),
  ...Object.values(tables).flatMap((bytes) => [...bytes, ...zeros(-bytes.length & 3)]),
]);
