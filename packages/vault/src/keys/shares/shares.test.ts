import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pooledRandom } from '../random.ts';
import { gathering } from './gathering.ts';
import { digestOf, readShare, type Share, writeShare } from './share.ts';
import type { ShareSet } from './share-set.ts';
import { combineShares, splitRootKey } from './split.ts';

const random = pooledRandom();

const setOf = (shares: readonly Share[]): ShareSet => ({
  set: shares[0]?.set ?? '',
  need: shares[0]?.need ?? 0,
  of: shares.length,
  digests: new Map(shares.map((share) => [share.number, digestOf(share)])),
});

describe('shares of a root key', () => {
  it('give it back in any choice of enough of them, and something else with fewer', async () => {
    const key = randomBytes(32);
    const shares = await splitRootKey(key, { of: 5, need: 3 }, random);
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b < a; b++) {
        const two = [shares[a], shares[b]].filter((share) => share !== undefined);
        expect(Buffer.from(await combineShares(two)).equals(key)).toBe(false);
        for (let c = 0; c < b; c++) {
          const three = [...two, shares[c]].filter((share) => share !== undefined);
          expect(Buffer.from(await combineShares(three)).equals(key)).toBe(true);
        }
      }
    }
  });

  it('are given as texts that say what is wrong with them', async () => {
    const shares = await splitRootKey(randomBytes(32), { of: 3, need: 2 }, random);
    const foreign = await splitRootKey(randomBytes(32), { of: 3, need: 2 }, random);
    const [one, two] = shares.map(writeShare);
    const gathered = gathering(setOf(shares));
    expect(gathered.add('')).toBe('malformed');
    expect(gathered.add('correct horse battery staple')).toBe('malformed');
    expect(gathered.add(foreign.map(writeShare)[0] ?? '')).toBe('foreign');
    expect(gathered.add(` ${one?.toUpperCase()}\n`)).toBe('taken');
    expect(gathered.add(one ?? '')).toBe('repeated');
    const forged = { ...(shares[1] as Share), part: new Uint8Array(randomBytes(33)) };
    expect(gathered.add(writeShare(forged))).toBe('wrong');
    expect(gathered.add(writeShare({ ...(shares[1] as Share), number: 3 }))).toBe('wrong');
    expect(gathered.given()).toBe(1);
    expect(gathered.add(two ?? '')).toBe('taken');
    expect(gathered.given()).toBe(2);
  });

  it('are one line of letters and digits each, and no letter of it can be mistyped unnoticed', async () => {
    const [share] = await splitRootKey(randomBytes(32), { of: 2, need: 2 }, random);
    const text = writeShare(share as Share);
    expect(text).toMatch(/^share1[02-9ac-hj-np-z]{70}$/);
    expect(readShare(text)).toEqual(share);
    const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
    fc.assert(
      fc.property(fc.nat(69), fc.nat(31), (place, letter) => {
        const at = 6 + place;
        const typed = text.slice(0, at) + letters[letter] + text.slice(at + 1);
        expect(readShare(typed) === undefined).toBe(typed !== text);
      }),
    );
  });

  it('are read from any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(readShare(text)).toBeUndefined();
      }),
    );
  });
});
