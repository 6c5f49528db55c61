import type { Classification, ImpactLevel } from '../../access/permissions.ts';
import type { Reads } from '../../store/port.ts';
import type { TokenTypeName } from '../token-types.ts';
import type { Kind, TypedKind } from './condition.ts';

/** A kind of tokens and how many of them a tenant has. */
export interface CountedKind extends TypedKind {
  count: number;
}

interface Row {
  classification: Classification;
  impact_level: ImpactLevel;
  type: TokenTypeName;
  n: number;
}

const fromRow = ({ classification, impact_level, type, n }: Row): CountedKind => ({
  classification,
  impactLevel: impact_level,
  type,
  count: n,
});

/** Every kind of which the tenant has or had tokens, expired ones that are not swept yet among them. */
export const countKinds = async (store: Reads, tenant: Uint8Array): Promise<CountedKind[]> => {
  const rows = await store.rows<Row>(
    `select classification, impact_level, type, sum(n) as n from token_counts where tenant_id = ?
      group by classification, impact_level, type`,
    [tenant],
  );
  return rows.map(fromRow);
};

/** Whether there are tokens whose time has come and that the sweeper has not met yet. */
export const hasExpired = async (store: Reads, tenant: Uint8Array, now: number): Promise<boolean> => {
  const rows = await store.rows('select 1 as one from tokens where tenant_id = ? and expires_at <= ? limit 1', [
    tenant,
    now,
  ]);
  return rows.length > 0;
};

/** How many such tokens there are of some kinds. */
export const countExpired = async (
  store: Reads,
  tenant: Uint8Array,
  now: number,
  kinds: readonly TypedKind[],
): Promise<number> => {
  const rows = await store.rows<Row>(
    `select classification, impact_level, type, count(*) as n from tokens where tenant_id = ? and expires_at <= ?
      group by classification, impact_level, type`,
    [tenant, now],
  );
  const isMeant = (row: TypedKind) =>
    kinds.some(
      ({ classification, impactLevel, type }) =>
        classification === row.classification && impactLevel === row.impactLevel && type === row.type,
    );
  return rows
    .map(fromRow)
    .filter(isMeant)
    .reduce((sum, { count }) => sum + count, 0);
};

/** The same without types. */
export const untyped = (kinds: readonly Kind[]): Kind[] => [
  ...new Map(kinds.map((kind) => [`${kind.classification} ${kind.impactLevel}`, kind])).values(),
];
