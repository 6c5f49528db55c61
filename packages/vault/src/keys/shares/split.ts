import { combine, split } from 'shamir-secret-sharing';
import type { Random } from '../../ids.ts';
import type { Share } from './share.ts';

/** Splits a root key: any `need` of the shares give it, and fewer say nothing about it (Shamir 1979, over GF(2^8)). */
export const splitRootKey = async (
  rootKey: Uint8Array,
  { of, need }: { of: number; need: number },
  random: Random,
): Promise<Share[]> => {
  const set = Buffer.from(random(4)).toString('hex');
  // The library takes no subclass, such as Buffer.
  const bytes = Uint8Array.from(rootKey);
  const parts = await split(bytes, of, need);
  bytes.fill(0);
  return parts.map((part, place) => ({ set, number: place + 1, need, of, part }));
};

/** What some shares of one set give: the root key, if they are enough and right. */
export const combineShares = (shares: readonly Share[]): Promise<Uint8Array> => combine(shares.map(({ part }) => part));
