import type { CallName } from '@tessera/bridge';
import type { contract, Wire } from '@tessera/contract';
import { isObject, type Json } from '../json.ts';
import type { CallGuards } from './call-guards.ts';
import { isReference, isToken, recordsWithin, type TokenRecord, wholeRecord } from './payload.ts';

type Reply = CallGuards['reply'];

/** One kind of call that creates or changes tokens. */
export interface CallKind {
  readonly path:
    | (typeof contract)['tokens' | 'tokenIntents' | 'atomicCards' | 'atomicBanks']['create']['path']
    | (typeof contract)['tokenize']['path']
    | `/tokens/${string}`;
  /** Renames the keys that the API defines as the wire spells them; keys inside data and metadata belong to the user and stay. */
  readonly toWire: (payload: unknown) => unknown;
  /** The tokens that the body would create. */
  readonly recordsIn: (body: unknown) => TokenRecord[];
  /** Whether paths in validation errors leave out the property that holds a token's data. */
  readonly omitDataKey: boolean;
  /** The part of the vault's answer that the page may see, with the key names of the SDK. */
  readonly toPage: (answer: unknown, body: unknown, reply: Reply) => unknown;
}

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelCase = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Renames the keys of an object, and those of the objects under `inner`; nothing deeper. */
const rename = (value: unknown, to: (key: string) => string, inner: readonly string[]): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [to(key), inner.includes(key) ? rename(item, to, []) : item]),
      )
    : value;

const token = (answer: unknown, type: string, reply: Reply): Json =>
  isObject(answer) ? reply.token(answer, type) : {};

export const tokenToWire = (payload: unknown): unknown => rename(payload, snakeCase, ['privacy', 'encryption']);

/** As much of a token as the page may see, in the names of the SDK. */
export const tokenToPage = (answer: unknown, type: string, reply: Reply): Json =>
  rename(token(answer, type, reply), camelCase, ['privacy', 'card', 'bank']) as Json;

/** The page's view of a tokenized document. Walks the request: where it had no token, the answer can hold only ids and nulls. */
const tokenized = (sent: unknown, answer: unknown, reply: Reply): unknown => {
  if (Array.isArray(sent))
    return sent.map((item, index) => tokenized(item, Array.isArray(answer) ? answer[index] : null, reply));
  if (!isObject(sent) || isReference(sent)) return typeof answer === 'string' ? answer : null;
  if (isToken(sent)) return token(answer, String(sent.type), reply);
  const answers = isObject(answer) ? answer : {};
  return Object.fromEntries(Object.entries(sent).map(([key, item]) => [key, tokenized(item, answers[key], reply)]));
};

/** The token types that have routes of their own, where the data is under a property named like the type. */
type AtomicType = Extract<Wire['TokenType'], 'card' | 'bank'>;

const atomic = (path: CallKind['path'], type: AtomicType): CallKind => ({
  path,
  toWire: (payload) => rename(payload, snakeCase, [type]),
  recordsIn: (body) => wholeRecord(type, body, type),
  omitDataKey: false,
  toPage: (answer, _, reply) => rename(token(answer, type, reply), camelCase, [type]),
});

const ofToken = (path: CallKind['path']): CallKind => ({
  path,
  toWire: tokenToWire,
  recordsIn: (body) => wholeRecord('data', body),
  omitDataKey: false,
  toPage: (answer, body, reply) => tokenToPage(answer, String(isObject(body) && body.type), reply),
});

export const callKinds: Readonly<Record<Exclude<CallName, 'tokens.encrypt'>, CallKind>> = {
  'tokens.create': ofToken('/tokens'),
  'tokenIntents.create': ofToken('/token-intents'),
  tokenize: {
    path: '/tokenize',
    toWire: (payload) => payload,
    recordsIn: recordsWithin,
    omitDataKey: true,
    toPage: (answer, body, reply) => tokenized(body, answer, reply),
  },
  'atomicCards.create': atomic('/atomic/cards', 'card'),
  'atomicBanks.create': atomic('/atomic/banks', 'bank'),
};
