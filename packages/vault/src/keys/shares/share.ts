import { createHash } from 'node:crypto';
import { bech32m } from '@scure/base';

/** One of several parts of a root key, as its custodian holds it. */
export interface Share {
  /** Which splitting of a root key it comes from: 4 random bytes in hexadecimal. */
  set: string;
  /** Which share of the set it is, from 1 on. */
  number: number;
  /** How many shares give the root key. */
  need: number;
  /** How many shares there are. */
  of: number;
  /** What the splitting gave: a point of the polynomial for each byte of the key, and where on it. */
  part: Uint8Array;
}

/** Bytes of a part: those of a root key, and one that says where on the polynomial it lies. */
const partSize = 33;

const prefix = 'share';

/**
 * A share as text: Bech32m (BIP 350), which tells each wrong letter of up to four, and has no letters that look alike. Upper and lower
 * case are the same.
 */
export const writeShare = ({ set, number, need, of, part }: Share): string => {
  const bytes = Buffer.concat([Buffer.from(set, 'hex'), Buffer.from([number, need, of]), part]);
  return bech32m.encode(prefix, bech32m.toWords(bytes));
};

/** The inverse; nothing for a text that is no share, or was mistyped. Blanks and line ends within are ignored. */
export const readShare = (text: string): Share | undefined => {
  if (text.length > 200) return undefined;
  const decoded = bech32m.decodeUnsafe(text.replaceAll(/\s/g, ''));
  if (decoded?.prefix !== prefix) return undefined;
  const bytes = bech32m.fromWordsUnsafe(decoded.words);
  if (bytes?.byteLength !== 4 + 3 + partSize) return undefined;
  const [number = 0, need = 0, of = 0] = bytes.subarray(4, 7);
  const isPossible = number >= 1 && number <= of && need >= 2 && need <= of;
  if (!isPossible) return undefined;
  return { set: Buffer.from(bytes.subarray(0, 4)).toString('hex'), number, need, of, part: bytes.slice(7) };
};

/**
 * What is kept of a share, to know it again: SHA-256 over all of it. A part is as random as a key, so the hash says nothing about it.
 */
export const digestOf = (share: Share): Uint8Array => createHash('sha256').update(writeShare(share)).digest();
