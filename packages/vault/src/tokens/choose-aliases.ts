import { ApiError } from '../problem.ts';
import type { Store } from '../store/port.ts';
import { type AliasSource, redraws } from './alias.ts';
import { takenAliases } from './queries.ts';

/** The aliases of the tokens of one call. */
export interface Aliases {
  /** Gives every one of these drafts an alias that looks free, or none where luck ran out. Throws 409 for one that cannot change. */
  choose(drafts: readonly number[]): Promise<void>;
  /** The alias of a draft; `undefined` stands for its UUID. */
  of(draft: number): string | undefined;
  /** Says that the alias of a draft is another token's after all. Throws 409 for one that cannot change. */
  refuse(draft: number): Promise<void>;
}

const taken = (at: string) =>
  new ApiError('conflict', 'Another token has this id. Delete it first, or ask for another one.', {
    errors: { [at]: ['Is the id of another token.'] },
  });

/** Aliases that one statement asks for; engines limit the size of statements. */
const together = 500;

/** Chooses aliases for the drafts of one call: `sources` by their place in it. */
export const aliasesOf = (store: Store, tenantId: string, sources: readonly (AliasSource | undefined)[]): Aliases => {
  const chosen = new Map<number, string>();
  const drawn = new Map<number, number>();
  const used = new Set<string>();

  const draw = async (draft: number, source: AliasSource): Promise<void> => {
    for (let count = drawn.get(draft) ?? 0; count < redraws; count += 1) {
      drawn.set(draft, count + 1);
      const alias = await source.draw();
      if (alias === undefined) continue;
      if (!used.has(alias)) {
        used.add(alias);
        chosen.set(draft, alias);
        return;
      }
      if (!source.random) throw taken(source.at);
    }
  };

  const refuse = async (draft: number): Promise<void> => {
    const source = sources[draft];
    if (!source) return;
    if (!source.random) throw taken(source.at);
    chosen.delete(draft);
    await draw(draft, source);
  };

  /** Of those drafts whose aliases others have, the ones that can draw again. One draft alone is told by its write. */
  const refuseTaken = async (drafts: readonly number[]): Promise<number[]> => {
    const open = drafts.filter((draft) => sources[draft]?.random && chosen.has(draft));
    const refused: number[] = [];
    for (let from = 0; from < open.length && drafts.length > 1; from += together) {
      const some = open.slice(from, from + together);
      const others = await takenAliases(
        store,
        tenantId,
        some.flatMap((draft) => chosen.get(draft) ?? []),
      );
      refused.push(...some.filter((draft) => others.has(chosen.get(draft) ?? '')));
    }
    for (const draft of refused) await refuse(draft);
    return refused;
  };

  return {
    choose: async (drafts) => {
      for (const draft of drafts) {
        const source = sources[draft];
        if (source && !drawn.has(draft)) await draw(draft, source);
      }
      let unsure = await refuseTaken(drafts);
      while (unsure.length > 1) unsure = await refuseTaken(unsure);
    },
    of: (draft) => chosen.get(draft),
    refuse,
  };
};
