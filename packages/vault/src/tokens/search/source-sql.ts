import type { SqlValue } from '../../store/port.ts';
import { type Bounds, isSameKind, type Kind, type TokenList } from './condition.ts';
import type { Cursor } from './cursor.ts';

/** A piece of a statement with what stands for its `?`. */
export interface Sql {
  sql: string;
  parameters: readonly SqlValue[];
}

/** Where lists are read. */
export interface Reach {
  tenant: Uint8Array;
  /** What the caller may read. */
  kinds: readonly Kind[];
  bounds: Bounds;
  cursor: Cursor | undefined;
}

const kindsOf = ({ kinds }: TokenList, reach: Reach): readonly (Kind | undefined)[] => {
  if (kinds === 'none') return [undefined];
  if (kinds === 'all') return reach.kinds;
  return reach.kinds.filter((kind) => kinds.some((other) => isSameKind(kind, other)));
};

const arm = (list: TokenList, kind: Kind | undefined, { tenant, bounds, cursor }: Reach): Sql => {
  const { table, id, createdAt, ordered } = list;
  const parts: (Sql | false | null | undefined)[] = [
    { sql: 'tenant_id = ?', parameters: [tenant] },
    kind && { sql: 'classification = ? and impact_level = ?', parameters: [kind.classification, kind.impactLevel] },
    { sql: list.where, parameters: list.parameters },
    bounds.from !== null && { sql: `${createdAt} >= ?`, parameters: [bounds.from] },
    bounds.before !== null && { sql: `${createdAt} < ?`, parameters: [bounds.before] },
    cursor && { sql: `(${createdAt}, ${id}) < (?, ?)`, parameters: [cursor.createdAt, cursor.id] },
  ];
  const given = parts.flatMap((part) => part || []);
  return {
    sql: `select ${id} as id, ${createdAt} as created_at from ${table}
      where ${given.map(({ sql }) => sql).join(' and ')}
      ${ordered ? `order by ${createdAt} desc, ${id} desc` : ''} limit ?`,
    parameters: given.flatMap(({ parameters }) => parameters),
  };
};

/**
 * The parts of indexes that hold what stands in the lists, one for each kind, so that the order of each is of use. The last
 * parameter of each, how many to read of it, is still missing.
 */
export const armsOf = (lists: readonly TokenList[], reach: Reach): Sql[] =>
  lists.flatMap((list) => kindsOf(list, reach).map((kind) => arm(list, kind, reach)));

/** How many tokens each part holds, up to a limit: rows of `n` in any order. */
export const sizesOf = (arms: readonly Sql[], limit: number): Sql => ({
  sql: arms.map(({ sql }, n) => `select count(*) as n from (${sql}) as a${n}`).join(' union all '),
  parameters: arms.flatMap(({ parameters }) => [...parameters, limit]),
});

/** The newest tokens of several parts, as `id` and `created_at`. With `overlap` a token may stand in more than one. */
export const newestOf = (arms: readonly Sql[], limits: { each: number; all: number }, overlap: boolean): Sql => ({
  sql: `select id, created_at from (
      ${arms.map(({ sql }, n) => `select * from (${sql}) as a${n}`).join(overlap ? ' union ' : ' union all ')}
    ) as found order by created_at desc, id desc limit ?`,
  parameters: [...arms.flatMap(({ parameters }) => [...parameters, limits.each]), limits.all],
});
