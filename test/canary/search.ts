import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A secret that was found where it must not be; it is named by its place in the list, not by its value. */
export interface Finding {
  place: string;
  secret: number;
  form: string;
}

/** Every way of writing a text that the search knows. */
export function forms(secret: string): Record<string, Buffer> {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const wide = Buffer.from(secret, 'utf16le');
  return {
    plain: bytes,
    'UTF-16LE': wide,
    'UTF-16BE': Buffer.from(wide).swap16(),
    hex: Buffer.from(hex),
    HEX: Buffer.from(hex.toUpperCase()),
    'hex with spaces': Buffer.from(hex.replace(/(..)(?=.)/g, '$1 ')),
    reversed: Buffer.from([...secret].reverse().join('')),
    ...Object.fromEntries([0, 1, 2].map((offset) => [`base64 at ${offset}`, base64(bytes, offset)])),
    ...(/^\d+$/.test(secret) && digitForms(secret)),
  };
}

/** The characters of a base64 text that depend on `bytes` alone when `offset` other bytes stand before them. */
function base64(bytes: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return Buffer.from(text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)));
}

/** Groups as they are printed on cards, and stretches that are longer than what a mask and a BIN would show. */
function digitForms(digits: string): Record<string, Buffer> {
  const fours = digits.replace(/(.{4})(?=.)/g, '$1 ');
  const front = digits.replace(/^(.{4})(.{6})/, '$1 $2 ');
  const stretches = Array.from({ length: digits.length - 8 }, (_, start) => digits.slice(start, start + 9));
  const found = {
    fours,
    'fours dashed': fours.replaceAll(' ', '-'),
    front,
    'front dashed': front.replaceAll(' ', '-'),
  };
  return Object.fromEntries([
    ...Object.entries(found).map(([form, text]) => [form, Buffer.from(text)] as const),
    ...stretches.map((stretch, start) => [`nine digits from ${start}`, Buffer.from(stretch)] as const),
  ]);
}

/** Looks for secrets in some bytes. */
export function search(place: string, bytes: Buffer, secrets: readonly string[]): Finding[] {
  return secrets.flatMap((secret, index) =>
    Object.entries(forms(secret))
      .filter(([, needle]) => bytes.includes(needle))
      .map(([form]) => ({ place, secret: index, form })),
  );
}

/**
 * Looks for card verification codes. Three digits alone stand everywhere by chance, so that a code counts as found where
 * it is named or stands in quotes.
 */
export function searchCodes(place: string, bytes: Buffer, codes: readonly string[]): Finding[] {
  const text = bytes.toString('latin1');
  return codes.flatMap((code, index) =>
    new RegExp(`(?:cvc|cvv|csc)\\W{0,6}${code}|["']${code}["']`, 'i').test(text)
      ? [{ place, secret: index, form: 'code' }]
      : [],
  );
}

/** Every file below a folder, with its bytes. */
export function filesIn(folder: string): { path: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, bytes: readFileSync(path) }));
}
