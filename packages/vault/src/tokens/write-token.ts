import { base58 } from '@scure/base';
import { idToText } from '../ids.ts';
import { wireTime } from '../times.ts';
import type { TokenRow } from './rows.ts';
import { type TokenTypeName, tokenType } from './token-types.ts';

/** What an answer shows of a row beside the data, and what decides who sees the data. */
export const shownColumns = [
  'alias',
  'type',
  'classification',
  'impact_level',
  'restriction_policy',
  'container',
  'metadata',
  'encryption',
  'mask',
  'fingerprint_expression',
  'search_indexes',
  'fingerprint',
  'version',
  'expires_at',
  'active_month',
  'created_at',
  'created_by',
  'modified_at',
  'modified_by',
] as const satisfies readonly (keyof TokenRow)[];

export type ShownRow = Pick<TokenRow, (typeof shownColumns)[number]>;

/** What holds for tokens of a type that say nothing of their own, as JSON. */
interface Defaults {
  mask: string | undefined;
  fingerprintExpression: string;
  searchIndexes: string | undefined;
}

const defaults = new Map<TokenTypeName, Defaults>();

const defaultsOf = (name: TokenTypeName): Defaults => {
  const known = defaults.get(name);
  if (known) return known;
  const { mask, fingerprintExpression, searchIndexes } = tokenType(name);
  const made = {
    mask: mask === undefined ? undefined : JSON.stringify(mask),
    fingerprintExpression: JSON.stringify(fingerprintExpression),
    searchIndexes: searchIndexes.length > 0 ? JSON.stringify(searchIndexes) : undefined,
  };
  defaults.set(name, made);
  return made;
};

const quoted = (text: string): string => JSON.stringify(text);

/**
 * The answer about a token, as the schema of the contract would write it (`viewToken`). What the row holds as JSON goes into it as it
 * stands. `data` is JSON too, and so are `details`, as an object of properties of the token.
 */
export const writeToken = (
  row: ShownRow,
  {
    id,
    tenantId,
    data,
    details,
    fingerprint,
  }: { id: string; tenantId: string; data: string; details: string | undefined; fingerprint: boolean },
): string => {
  const own = defaultsOf(row.type);
  let text = `{"id":${row.alias === null ? `"${id}"` : quoted(row.alias)},"tenant_id":"${tenantId}","type":"${row.type}"`;
  text += `,"data":${data}`;
  if (details !== undefined && details !== '{}') text += `,${details.slice(1, -1)}`;
  const mask = row.mask ?? own.mask;
  if (mask !== undefined) text += `,"mask":${mask}`;
  if (fingerprint) text += `,"fingerprint":"${base58.encode(row.fingerprint)}"`;
  const expression = row.fingerprint_expression;
  text += `,"fingerprint_expression":${expression === null ? own.fingerprintExpression : quoted(expression)}`;
  text += `,"privacy":{"classification":"${row.classification}","impact_level":"${row.impact_level}"`;
  text += `,"restriction_policy":"${row.restriction_policy}"},"container":${quoted(row.container)},"containers":[${quoted(row.container)}]`;
  if (row.metadata !== null) text += `,"metadata":${row.metadata}`;
  if (row.encryption !== null) text += `,"encryption":${row.encryption}`;
  const indexes = row.search_indexes === '[]' ? undefined : (row.search_indexes ?? own.searchIndexes);
  if (indexes !== undefined) text += `,"search_indexes":${indexes}`;
  if (row.expires_at !== null) text += `,"expires_at":"${wireTime(row.expires_at)}"`;
  const createdBy = row.created_by && idToText(row.created_by);
  const createdAt = wireTime(row.created_at);
  if (createdBy) text += `,"created_by":"${createdBy}"`;
  text += `,"created_at":"${createdAt}"`;
  if (row.modified_by) text += `,"modified_by":"${idToText(row.modified_by)}"`;
  if (row.modified_at === null) return `${text}}`;
  return `${text},"modified_at":"${row.modified_at === row.created_at ? createdAt : wireTime(row.modified_at)}"}`;
};
