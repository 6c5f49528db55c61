/*
 * Where elements may be used in a payload. A page could otherwise have a card number stored in the clear (as metadata), in a token whose
 * readers may see more of it, or under a property whose mask shows it. The rules depend on the token that a value would become part of,
 * and are checked before any value is read.
 */
import type { Wire } from '@tessera/contract';
import { isObject } from '../json.ts';
import type { Part } from '../siblings/part.ts';
import type { Path, TokenRecord } from './payload.ts';

interface TokenRule {
  /** The classification and impact level of such a token when its privacy names none. */
  readonly classification: Wire['Classification'];
  readonly impactLevel: Wire['ImpactLevel'];
  /**
   * Which elements its data takes:
   * - `any`: every element, anywhere in it;
   * - `text`: elements of type `text`, anywhere in it;
   * - a list: each property takes the input of that name; the whole takes an element of several inputs;
   * - a name: the data is that input's value itself.
   */
  readonly takes: 'any' | 'text' | readonly string[] | { readonly value: string };
}

/** One rule for each token type of the contract: a new type does not compile until it has one. Unknown types take no element. */
const rules: Readonly<Record<Wire['TokenType'], TokenRule>> = {
  token: { classification: 'general', impactLevel: 'high', takes: 'any' },
  card: {
    classification: 'pci',
    impactLevel: 'high',
    takes: ['number', 'expiration_month', 'expiration_year', 'cvc'],
  },
  bank: { classification: 'bank', impactLevel: 'high', takes: ['routing_number', 'account_number'] },
  card_number: { classification: 'pci', impactLevel: 'high', takes: { value: 'number' } },
  us_bank_account_number: { classification: 'bank', impactLevel: 'high', takes: { value: 'account_number' } },
  us_bank_routing_number: { classification: 'bank', impactLevel: 'low', takes: { value: 'routing_number' } },
  social_security_number: { classification: 'pii', impactLevel: 'high', takes: 'text' },
  employer_id_number: { classification: 'pii', impactLevel: 'high', takes: 'text' },
  iban: { classification: 'bank', impactLevel: 'high', takes: { value: 'iban' } },
  uk_bank_sort_code: { classification: 'bank', impactLevel: 'high', takes: { value: 'sort_code' } },
  uk_bank_account_number: { classification: 'bank', impactLevel: 'high', takes: { value: 'account_number' } },
  au_bank_bsb: { classification: 'bank', impactLevel: 'high', takes: { value: 'bsb' } },
};

const ruleOf = (type: string): TokenRule | undefined =>
  Object.hasOwn(rules, type) ? rules[type as Wire['TokenType']] : undefined;

export const knownType = ({ type }: TokenRecord): boolean => ruleOf(type) !== undefined;

/** Elements may be used only where their value becomes the token's data or a part of it, never in metadata, types, ids or keys. */
export const allowedPath = (path: Path, { dataKey }: TokenRecord): boolean =>
  dataKey === undefined ? path.length === 0 : path[0] === dataKey;

/** Inputs of a card may become part only of tokens with class `pci`, those of a bank account only of `bank`; both with impact level `high`. */
export const classFloor = ({ classFloor: floor }: Part, { type, body }: TokenRecord): boolean => {
  if (floor === undefined) return true;
  const rule = ruleOf(type);
  const privacy = isObject(body.privacy) ? body.privacy : {};
  return (
    (privacy.classification ?? rule?.classification) === floor && (privacy.impact_level ?? rule?.impactLevel) === 'high'
  );
};

/** A property of a card or bank token takes only the input it is named after: the mask of another property could show its value. */
export const ownField = (
  path: Path,
  parts: readonly Part[],
  pick: string | undefined,
  { type }: TokenRecord,
): boolean => {
  const rule = ruleOf(type);
  if (!rule) return false;
  const { takes, classification } = rule;
  if (takes === 'any') return true;
  if (takes === 'text') return parts.every((part) => part.classFloor === undefined);
  if (!parts.every((part) => part.classFloor === classification)) return false;
  const names = parts.flatMap(({ data }) => Object.keys(data));
  const only = pick ?? (names.length === 1 ? names[0] : undefined);
  const [, property, ...deeper] = path;
  if ('value' in takes) return property === undefined && names.length === 1 && only === takes.value;
  if (property === undefined)
    return pick === undefined && names.length > 1 && names.every((name) => takes.includes(name));
  return deeper.length === 0 && only === property && takes.includes(property);
};

/** One random alias of the data, none of which stays readable; a longer expression could spell the value out. */
const harmlessAlias = /^\{\{\s*data(\.\w+)*\s*\|\s*alias_(preserve_format|preserve_length|card)\s*\}\}$/;

/** Expressions over a token's data: their results would tell the page something about it. Operators can allow them. */
const expressions = ['mask', 'fingerprint_expression', 'search_indexes'] as const;

export const capability = ({ body }: TokenRecord, takesExpressions: boolean): string | undefined => {
  const revealing = [...(takesExpressions ? [] : expressions), 'deduplicate_token'];
  const found = revealing.find((name) => Object.hasOwn(body, name) && body[name] !== false);
  if (found) return found;
  const { id } = body;
  if (id === undefined) return undefined;
  return typeof id === 'string' && (!id.includes('{{') || harmlessAlias.test(id)) ? undefined : 'id';
};
