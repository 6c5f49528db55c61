import { ApiError } from '../problem.ts';
import { compilePermissions } from './compiled-permissions.ts';
import { type Granted, sessionMay, sessionSees } from './grants.ts';
import type { ApplicationType } from './permissions.ts';
import type { Disclosure } from './privacy.ts';
import {
  disclose,
  type Place,
  type Reach,
  type Rules,
  ruleFor,
  rulesFor,
  type TokenOperation,
  tokenOperations,
} from './rules.ts';

/** Who may do something, by what says so. */
export interface Entitled {
  type: ApplicationType;
  permissions: ReadonlySet<string>;
  /** What it may do with tokens, where that was said by rules in place of permissions. */
  rules?: Rules;
  /** The session whose key was used. Then `permissions` are none: what it may do depends on the token. */
  session?: Granted;
}

/** Compiled once for each caller that is remembered. */
const compiled = new WeakMap<ReadonlySet<string>, Rules>();

/** What a caller may do with tokens: its rules, or its permissions as rules. */
export const rulesOf = ({ rules, permissions }: Pick<Entitled, 'rules' | 'permissions'>): Rules => {
  if (rules) return rules;
  const known = compiled.get(permissions);
  if (known) return known;
  const made = compilePermissions(permissions);
  compiled.set(permissions, made);
  return made;
};

/** Whether a caller may do something with a token, or with one that would lie there. */
export const may = (
  caller: Pick<Entitled, 'rules' | 'permissions'>,
  operation: TokenOperation,
  place: Place,
): boolean => ruleFor(rulesOf(caller), operation, place) !== undefined;

/** A token that is there: sessions are about single ones. */
type Existing = Place & { readonly id: string };

/** Whether a caller may do something with a token that is there. */
export const allows = (
  caller: Pick<Entitled, 'rules' | 'permissions' | 'session'>,
  operation: TokenOperation,
  token: Existing,
): boolean => (caller.session ? sessionMay(caller.session, operation, token) : may(caller, operation, token));

/** What a caller sees of a token. `masked` says whether the token has a mask. */
export const sees = (
  caller: Pick<Entitled, 'rules' | 'permissions' | 'session'>,
  operation: 'read' | 'search',
  token: Existing,
  masked: boolean,
): Disclosure =>
  caller.session ? sessionSees(caller.session, token, masked) : disclose(rulesOf(caller), operation, token, masked);

/** What has a permission of its own name is not about tokens. */
const isNamed = (operation: string): boolean => /^(?:token-intent|proxy):/.test(operation);

const todayName = (operation: TokenOperation): string =>
  isNamed(operation) ? operation : `token:${operation.split(':')[0]}`;

/** Whether a caller was given what it has in the words of today's API. */
const saysToday = ({ rules, type }: Pick<Entitled, 'rules' | 'type'>): boolean =>
  rules !== undefined || type === 'private';

/** What a caller lacks for an operation on a token, in the words in which it was given what it has. */
const lacking = (
  caller: Pick<Entitled, 'rules' | 'type'>,
  operation: TokenOperation,
  { privacy, container }: Place,
): string => {
  if (caller.rules) return `${todayName(operation)} for ${container}`;
  if (saysToday(caller) || isNamed(operation)) return todayName(operation);
  const { classification, impactLevel } = privacy;
  const level = operation === 'read' || operation === 'search' ? `read:${impactLevel}` : operation;
  return `token:${classification}:${level}`;
};

const needs = ({ rules }: Pick<Entitled, 'rules'>, missing: string): ApiError =>
  new ApiError('forbidden', `This needs ${rules ? 'a rule that allows' : 'the permission'} ${missing}.`);

/** A refusal that names what is missing: permissions, or rules that have them. */
export const refusal = (
  caller: Pick<Entitled, 'rules' | 'type'>,
  operation: TokenOperation,
  places: readonly Place[],
): ApiError => needs(caller, [...new Set(places.map((place) => lacking(caller, operation, place)))].join(' and '));

/**
 * A refusal to use or to show the data of tokens. Who may do that in today's words, and gets no data by it, lacks no permission but a
 * rule that shows data.
 */
export const dataRefusal = (
  caller: Pick<Entitled, 'rules' | 'permissions' | 'type'>,
  operation: TokenOperation,
  places: readonly Place[],
): ApiError => {
  const lacked = places.filter((place) => !saysToday(caller) || !may(caller, operation, place));
  if (lacked.length > 0) return refusal(caller, operation, lacked);
  const containers = [...new Set(places.map(({ container }) => container))].join(' and ');
  return new ApiError(
    'forbidden',
    `This needs a rule that allows ${todayName(operation)} for ${containers} with the transform reveal: as it is, no data is shown.`,
  );
};

/** What a route needs of tokens: `token:<classification>:read:<impact_level>`, or one class and level of them. */
const onTokens =
  /^token:(<classification>|\w+):(create|read|search|update|delete|use:proxy|use:reactor)(?::([<>\w]+))?$/;

const isOpen = (part: string | undefined): boolean => part === undefined || part.startsWith('<');

const couldReach = (reach: Reach, classification: string | undefined, level: string | undefined): boolean => {
  // Where tokens lie is not known before one is looked at.
  if ('container' in reach) return true;
  const levels: readonly string[] = reach.levels;
  return (
    (isOpen(classification) || reach.classification === classification) &&
    (level === undefined || isOpen(level) || levels.includes(level))
  );
};

/**
 * Whether a caller could ever be allowed an operation, before anything is looked up. `required` is a permission as the contract writes it,
 * `<classification>` and `<impact_level>` standing for whatever is found later.
 */
export const canEver = (required: string, caller: Pick<Entitled, 'rules' | 'permissions'>): boolean => {
  const [, classification, operation = required, level] = onTokens.exec(required) ?? [];
  const asked = tokenOperations.find((each) => each === operation);
  if (asked === undefined) return caller.permissions.has(required);
  return rulesFor(rulesOf(caller), asked).some(
    ({ reach, transform }) =>
      // A route that names a level shows plaintext.
      (isOpen(level) || transform === 'reveal') && couldReach(reach, classification, level),
  );
};

/** The refusal of a route to a caller that could never be allowed what it does. */
export const routeRefusal = (
  caller: Pick<Entitled, 'rules' | 'type'>,
  documented: string,
  needed: readonly string[],
): ApiError => {
  if (!saysToday(caller)) return needs({}, documented);
  const names = needed.map((each) => {
    const operation = onTokens.exec(each)?.[2];
    return operation === undefined ? each : `token:${operation.split(':')[0]}`;
  });
  return needs(caller, names.join(' and '));
};
