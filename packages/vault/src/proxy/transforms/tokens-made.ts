import { actorOf } from '../../access/origin.ts';
import type { Context } from '../../context.ts';
import type { Json } from '../../expressions/json.ts';
import type { Services } from '../../services.ts';
import type { Stored } from '../../tokens/store-tokens.ts';
import { publicId, type Token } from '../../tokens/token.ts';
import { removeTokenRows } from '../../tokens/writes.ts';

/** The tokens that the transforms of one call have made. */
export interface TokensMade {
  /** As expressions see them, by their identifiers. */
  views(): { [identifier: string]: Json };
  add(identifier: string | undefined, stored: Stored, view: Json): void;
  /** Keeps those that there are, whatever comes: somebody may know of them from now on. */
  keep(): void;
  /** Deletes those that nobody can know of. Never throws: one that stays does no harm. */
  undo(): Promise<void>;
}

export const tokensMade = (services: Services, { caller }: Pick<Context, 'caller'>): TokensMade => {
  const views: { [identifier: string]: Json } = Object.create(null);
  let loose: Token[] = [];
  return {
    views: () => ({ ...views }),
    add: (identifier, { token, matched }, view) => {
      if (!matched) loose.push(token);
      views[identifier ?? publicId(token)] = view;
    },
    keep: () => {
      loose = [];
    },
    undo: async () => {
      for (const token of loose) {
        await services.store.commit(removeTokenRows(services, token, actorOf(caller))).catch(() => undefined);
      }
      loose = [];
    },
  };
};
