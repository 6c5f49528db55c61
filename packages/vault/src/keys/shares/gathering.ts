import { digestOf, readShare, type Share } from './share.ts';
import type { ShareSet } from './share-set.ts';
import { combineShares } from './split.ts';

/**
 * What a share turned out to be:
 * - `taken`: one of those that are needed
 * - `repeated`: was given before
 * - `malformed`: is no share, or was mistyped
 * - `foreign`: of another root key, or of shares that were renewed since
 * - `wrong`: says that it is one of these shares, and is not
 */
export type Verdict = 'taken' | 'repeated' | 'malformed' | 'foreign' | 'wrong';

/** Shares that are given one by one. */
export interface Gathering {
  add(text: string): Verdict;
  given(): number;
  set: string;
  need: number;
  of: number;
  /** The root key, once enough shares were given. The shares are forgotten. */
  rootKey(): Promise<Uint8Array>;
  /** Forgets the shares given so far. */
  forget(): void;
}

export const gathering = ({ set, need, of, digests }: ShareSet): Gathering => {
  const taken = new Map<number, Share>();

  const forget = () => {
    for (const { part } of taken.values()) part.fill(0);
    taken.clear();
  };

  return {
    ...{ set, need, of, forget },
    given: () => taken.size,
    add: (text) => {
      const share = readShare(text);
      if (!share) return 'malformed';
      if (share.set !== set) return 'foreign';
      const digest = digests.get(share.number);
      if (!digest || !Buffer.from(digestOf(share)).equals(digest)) return 'wrong';
      if (taken.has(share.number)) return 'repeated';
      taken.set(share.number, share);
      return 'taken';
    },
    rootKey: async () => {
      const bytes = await combineShares([...taken.values()].slice(0, need));
      forget();
      return bytes;
    },
  };
};
