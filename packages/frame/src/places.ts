/*
 * Where an element may stand in a payload (design §3, invariants 6 and 7). All of it is decided by the type and the
 * privacy of the token that the value would become, before anything is read from a sibling.
 */
import type { Part } from './part.ts';
import { isObject, type Path, type TokenRecord } from './records.ts';

interface Kind {
  /** The classification such a token gets when it names none. */
  readonly classification: string;
  /** Its impact level when it names none, where that is not `high`. */
  readonly impactLevel?: string;
  /** Its data is this one property of an element, and no object. */
  readonly value?: string;
}

/** Types that take only elements of their class. Others start as `general`, with impact level `high`. */
const kinds: Readonly<Record<string, Kind>> = {
  card: { classification: 'pci' },
  card_number: { classification: 'pci', value: 'number' },
  bank: { classification: 'bank' },
  us_bank_account_number: { classification: 'bank', value: 'account_number' },
  us_bank_routing_number: { classification: 'bank', impactLevel: 'low', value: 'routing_number' },
};

const kindOf = (type: string): Kind | undefined => (Object.hasOwn(kinds, type) ? kinds[type] : undefined);

/** Elements stand under `data`, or `card` or `bank` of an atomic object: never in metadata, types, ids or keys. */
export const referencePlace = (path: Path, record: TokenRecord): boolean => path[0] === record.place;

/** A card's inputs become only tokens of class `pci`, a bank account's only `bank`, both with impact level `high`. */
export const classFloor = ({ classFloor: floor }: Part, { type, body }: TokenRecord): boolean => {
  if (floor === undefined) return true;
  const privacy = isObject(body.privacy) ? body.privacy : {};
  const { classification, impactLevel = 'high' } = kindOf(type) ?? { classification: 'general' };
  return (privacy.classification ?? classification) === floor && (privacy.impact_level ?? impactLevel) === 'high';
};

/** A property of a card or bank token takes only the input it is named after: its masked form would show others. */
export const ownField = (
  path: Path,
  parts: readonly Part[],
  pick: string | undefined,
  { type }: TokenRecord,
): boolean => {
  const kind = kindOf(type);
  if (!kind) return true;
  const keys = parts.flatMap(({ data }) => Object.keys(data));
  if (!parts.every((part) => part.classFloor === kind.classification)) return false;
  const [, property, ...deeper] = path;
  if (kind.value !== undefined) return property === undefined && keys.length === 1 && keys[0] === kind.value;
  if (property === undefined) return pick === undefined && keys.length > 1;
  return deeper.length === 0 && (pick ?? (keys.length === 1 ? keys[0] : undefined)) === property;
};

/** One random alias of the data, with nothing of it left readable; anything longer could spell the value out. */
const harmlessAlias = /^\{\{\s*data(\.\w+)*\s*\|\s*alias_(preserve_format|preserve_length|card)\s*\}\}$/;

/** Expressions over a token's data, with which an answer could be asked about it; an operator may let pages send them. */
const expressions = ['mask', 'fingerprint_expression', 'search_indexes'] as const;

export const capability = ({ body }: TokenRecord, takesExpressions: boolean): string | undefined => {
  const revealing = [...(takesExpressions ? [] : expressions), 'deduplicate_token'];
  const found = revealing.find((name) => Object.hasOwn(body, name) && body[name] !== false);
  if (found) return found;
  const { id } = body;
  if (id === undefined) return undefined;
  return typeof id === 'string' && (!id.includes('{{') || harmlessAlias.test(id)) ? undefined : 'id';
};
