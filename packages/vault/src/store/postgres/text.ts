/*
 * PostgreSQL has no place for NUL in text. So that both engines keep the same values, it is written as two characters, the first of
 * which Unicode sets aside for such uses inside of a program and never for interchange (The Unicode Standard, §23.7).
 */
const mark = '\uFFFF';

const written: Readonly<Record<string, string>> = { '\0': `${mark}0`, [mark]: `${mark}F` };
const read: Readonly<Record<string, string>> = { [`${mark}0`]: '\0', [`${mark}F`]: mark };

const toWrite = /[\0\uFFFF]/g;
const toRead = /\uFFFF[0F]/g;

/** A text as it is written. */
export const toText = (value: string): string => value.replace(toWrite, (match) => written[match] ?? match);

/** A text as it was before it was written. */
export const fromText = (value: string): string =>
  value.includes(mark) ? value.replace(toRead, (match) => read[match] ?? match) : value;
