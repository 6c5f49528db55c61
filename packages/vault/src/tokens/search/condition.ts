import { type Classification, classifications, type ImpactLevel, impactLevels } from '../../access/permissions.ts';
import type { SqlValue } from '../../store/port.ts';
import type { TokenTypeName } from '../token-types.ts';

/** What decides who may read a token, and at which level. */
export interface Kind {
  classification: Classification;
  impactLevel: ImpactLevel;
}

/** Every kind there is. */
export const everyKind: readonly Kind[] = (Object.keys(classifications) as Classification[]).flatMap((classification) =>
  impactLevels.map((impactLevel) => ({ classification, impactLevel })),
);

export const isSameKind = (a: Kind, b: Kind): boolean =>
  a.classification === b.classification && a.impactLevel === b.impactLevel;

/** What every index of tokens begins with, as far as it is known before any of them is looked at. */
export interface TypedKind extends Kind {
  type: TokenTypeName;
}

/** A part of an index, in which tokens stand by their `created_at`. */
export interface TokenList {
  table: 'tokens' | 'token_labels' | 'token_metadata' | 'token_associations';
  /** The columns of the token's id and of its creation. */
  id: 'id' | 'token_id' | 'child_id';
  createdAt: 'created_at' | 'child_created_at';
  where: string;
  parameters: readonly SqlValue[];
  /** Only tokens of these kinds are in it; `all` for those that the caller may read, `none` where the table does not tell them apart. */
  kinds: readonly Kind[] | 'all' | 'none';
  /** Its index gives the newest first. What has no order is only of use where all of it can be read. */
  ordered: boolean;
}

/** Lists whose union holds every token that meets a condition. The lower the rank, the fewer tokens they tend to hold. */
export interface Source {
  rank: number;
  lists: readonly TokenList[];
}

/** Milliseconds between which a token must have been created; null is an open end. */
export interface Bounds {
  from: number | null;
  before: number | null;
}

/** A condition on a row of `tokens` that goes by the name of `t`. The SQL is true or false for every row, never null. */
export interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
  /** Steps of testing it on one token, at the worst. */
  cost: number;
  /** Ways to find the tokens in question without looking at all of them. */
  sources: readonly Source[];
  bounds: Bounds;
  /** What is known for all tokens of a kind before any of them is looked at. */
  judge(kind: TypedKind): boolean | undefined;
}

export const unbounded: Bounds = { from: null, before: null };

/** Holds for every token. */
export const anything: Condition = {
  sql: '1 = 1',
  parameters: [],
  cost: 0,
  sources: [],
  bounds: unbounded,
  judge: () => true,
};

/** Holds for none. */
export const nothing: Condition = { ...anything, sql: '1 = 0', sources: [{ rank: 0, lists: [] }], judge: () => false };

const highest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));
const lowest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b));

const joined = (conditions: readonly Condition[], word: 'and' | 'or') => ({
  sql: conditions.map(({ sql }) => `(${sql})`).join(` ${word} `),
  parameters: conditions.flatMap(({ parameters }) => parameters),
  cost: conditions.reduce((sum, { cost }) => sum + cost, 0),
});

const byRank = (sources: readonly Source[]): Source[] => [...sources].sort((a, b) => a.rank - b.rank);

export const allOf = (conditions: readonly Condition[]): Condition => {
  if (conditions.length === 0) return anything;
  return {
    ...joined(conditions, 'and'),
    sources: byRank(conditions.flatMap(({ sources }) => sources)),
    bounds: conditions.reduce<Bounds>(
      ({ from, before }, { bounds }) => ({ from: highest(from, bounds.from), before: lowest(before, bounds.before) }),
      unbounded,
    ),
    judge: (kind) => {
      const judgements = conditions.map(({ judge }) => judge(kind));
      if (judgements.includes(false)) return false;
      return judgements.includes(undefined) ? undefined : true;
    },
  };
};

export const anyOf = (conditions: readonly Condition[]): Condition => {
  if (conditions.length === 0) return nothing;
  const best = conditions.flatMap(({ sources: [first] }) => first ?? []);
  const found = best.length === conditions.length;
  return {
    ...joined(conditions, 'or'),
    sources: found
      ? [{ rank: Math.max(...best.map(({ rank }) => rank)), lists: best.flatMap(({ lists }) => lists) }]
      : [],
    bounds: unbounded,
    judge: (kind) => {
      const judgements = conditions.map(({ judge }) => judge(kind));
      if (judgements.includes(true)) return true;
      return judgements.includes(undefined) ? undefined : false;
    },
  };
};

export const not = ({ sql, parameters, cost, judge }: Condition): Condition => ({
  sql: `not (${sql})`,
  parameters,
  cost,
  sources: [],
  bounds: unbounded,
  judge: (kind) => {
    const judgement = judge(kind);
    return judgement === undefined ? undefined : !judgement;
  },
});
