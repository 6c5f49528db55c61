import { base58 } from '@scure/base';
import type { Effort } from '../../effort/effort.ts';
import { idFromText } from '../../ids.ts';
import type { TenantKeys } from '../../keys/port.ts';
import type { SqlValue } from '../../store/port.ts';
import { dataLabel } from '../labels.ts';
import { metadataTerm } from '../metadata-rows.ts';
import { type Condition, everyKind, nothing, type TokenList, unbounded } from './condition.ts';
import type { Between, Match, MetadataMatch, Term, TextField } from './query.ts';

/** Whose tokens are searched, and where the caller sees plaintext. */
export interface Searcher {
  keys: TenantKeys;
  /** What making labels of the values is charged to. */
  effort: Pick<Effort, 'charge'>;
  /** Tokens that the caller sees in plaintext when it searches: only there it may search by data. */
  plain: Condition;
}

/** What a comparison tells before it is known of which token. */
const unknown = { cost: 500, sources: [], bounds: unbounded, judge: () => undefined };

/** Steps of looking for a row of another table that belongs to a token. */
export const lookUp = 6000;

const listOf = (where: string, parameters: readonly SqlValue[], more: Partial<TokenList> = {}): TokenList => ({
  table: 'tokens',
  id: 'id',
  createdAt: 'created_at',
  where,
  parameters,
  kinds: 'all',
  ordered: true,
  ...more,
});

const places = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** Condition on one column that has an index of its own. */
const indexed = (rank: number, where: (name: string) => string, parameters: SqlValue[], ordered = true): Condition => ({
  ...unknown,
  sql: where('t.'),
  parameters,
  sources: [{ rank, lists: [listOf(where(''), parameters, { ordered })] }],
});

/** A token with one of these ids or aliases. Each names one token at most, so their case counts. */
export const hasAnyId = (ids: readonly string[]): Condition => {
  const aliases = ids.filter((id) => !id.includes('\0'));
  const uuids = ids.flatMap((id) => idFromText(id) ?? []);
  const lists = [
    ...(uuids.length > 0 ? [listOf(`id in (${places(uuids)})`, uuids, { kinds: 'none', ordered: false })] : []),
    ...(aliases.length > 0
      ? [listOf(`alias in (${places(aliases)})`, aliases, { kinds: 'none', ordered: false })]
      : []),
  ];
  const sql = [
    ...(uuids.length > 0 ? [`t.id in (${places(uuids)})`] : []),
    ...(aliases.length > 0 ? [`(t.alias is not null and t.alias in (${places(aliases)}))`] : []),
  ];
  if (sql.length === 0) return nothing;
  return {
    ...unknown,
    cost: unknown.cost * (uuids.length + aliases.length),
    sql: sql.join(' or '),
    parameters: [...uuids, ...aliases],
    sources: [{ rank: 0, lists }],
  };
};

export const hasType = (type: string): Condition => ({
  ...unknown,
  sql: 't.type = ?',
  parameters: [type],
  judge: (kind) => kind.type === type,
});

const fromBase58 = (text: string): Uint8Array | undefined => {
  try {
    return text.length <= 64 ? base58.decode(text) : undefined;
  } catch {
    return undefined;
  }
};

export const hasFingerprint = (text: string): Condition => {
  const fingerprint = fromBase58(text);
  return fingerprint ? indexed(1, (t) => `${t}fingerprint = ?`, [fingerprint]) : nothing;
};

export const hasMetadata = (key: string, value: string): Condition => {
  if (`${key}${value}`.includes('\0')) return nothing;
  const { lower, start } = metadataTerm(value);
  return {
    ...unknown,
    cost: lookUp,
    sql: `exists (select 1 from token_metadata m
      where m.tenant_id = t.tenant_id and m.token_id = t.id and m.key = ? and m.value_lower = ?)`,
    parameters: [key, lower],
    sources: [
      {
        rank: 3,
        lists: [listOf('key = ? and value_start = ?', [key, start], { table: 'token_metadata', id: 'token_id' })],
      },
    ],
  };
};

/** A condition on a search index. It never matches a token whose plaintext the caller may not see (docs/architecture.md §3.8). */
const hasData = (value: string, { keys, effort, plain }: Searcher): Condition => {
  const kinds = everyKind.filter((kind) => plain.judge({ ...kind, type: 'token' }) !== false);
  if (kinds.length === 0) return nothing;
  const label = dataLabel(keys, value, effort);
  return {
    ...unknown,
    cost: lookUp + plain.cost,
    sql: `(${plain.sql}) and exists (select 1 from token_labels l
      where l.tenant_id = t.tenant_id and l.token_id = t.id and l.label = ?)`,
    parameters: [...plain.parameters, label],
    sources: [{ rank: 2, lists: [listOf('label = ?', [label], { table: 'token_labels', id: 'token_id', kinds })] }],
    judge: (kind) => (plain.judge(kind) === false ? false : undefined),
  };
};

/** Containers are kept in lower case and in ASCII, so that a prefix is a range. */
export const inContainer = ({ value, prefix }: Pick<Match, 'value' | 'prefix'>): Condition => {
  const container = value.toLowerCase();
  if (container.includes('\0')) return nothing;
  if (!prefix) return indexed(4, (t) => `${t}container = ?`, [container]);
  return indexed(5, (t) => `(${t}container >= ? and ${t}container < ?)`, [container, `${container}\u{10ffff}`], false);
};

const byApplication = (column: 'created_by' | 'modified_by', text: string): Condition => {
  const id = idFromText(text);
  return id ? { ...unknown, sql: `(t.${column} is not null and t.${column} = ?)`, parameters: [id] } : nothing;
};

const matchers: Readonly<Record<TextField, (term: Match, searcher: Searcher) => Condition>> = {
  id: ({ value }) => hasAnyId([value]),
  type: ({ value }) => hasType(value.toLowerCase()),
  data: ({ value }, searcher) => hasData(value, searcher),
  fingerprint: ({ value }) => hasFingerprint(value),
  container: inContainer,
  created_by: ({ value }) => byApplication('created_by', value),
  modified_by: ({ value }) => byApplication('modified_by', value),
};

const isBetween = ({ field, from, before }: Between): Condition => {
  const column = `t.${field}`;
  const ends: [sql: string, parameter: number | null][] = [
    [`${column} >= ?`, from],
    [`${column} < ?`, before],
  ];
  const given = ends.filter((end): end is [string, number] => end[1] !== null);
  return {
    ...unknown,
    sql: [`${column} is not null`, ...given.map(([sql]) => sql)].join(' and '),
    parameters: given.map(([, parameter]) => parameter),
    bounds: field === 'created_at' ? { from, before } : unbounded,
  };
};

/** What a comparison asks of a token. */
export const conditionOf = (term: Term | MetadataMatch, searcher: Searcher): Condition => {
  if (term.kind === 'between') return isBetween(term);
  if (term.kind === 'metadata') return hasMetadata(term.key, term.value);
  return matchers[term.field](term, searcher);
};
