import { type Facts, timeShown } from '../audit/changes.ts';
import { isObject, type Json } from '../expressions/json.ts';
import type { Token } from './token.ts';

/** Types whose data has properties with names of the vault. Those of others are the customer's own, and may be values. */
const named: ReadonlySet<Token['type']> = new Set<Token['type']>(['card', 'bank']);

/** The properties of the data that are not what they were. */
export const dataChanged = (type: Token['type'], before: Json, after: Json): string[] => {
  if (!named.has(type) || !isObject(before) || !isObject(after)) return ['data'];
  return Object.keys({ ...before, ...after })
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `data.${name}`);
};

/** What entries of the audit log tell of changes of a token: of its data, names alone. */
export const tokenFacts = (token: Token, data: readonly string[] = []): Facts => ({
  shown: {
    classification: token.privacy.classification,
    impact_level: token.privacy.impactLevel,
    restriction_policy: token.privacy.restrictionPolicy,
    container: token.container,
    expires_at: timeShown(token.expiresAt),
  },
  named: {
    metadata: token.metadata,
    mask: token.mask,
    fingerprint_expression: token.fingerprintExpression,
    search_indexes: token.searchIndexes,
    ...Object.fromEntries(data.map((name) => [name, true])),
  },
});
