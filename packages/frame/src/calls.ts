import type { CallName } from '@tessera/bridge';
import type { contract, Wire } from '@tessera/contract';
import type { CallGuards } from './call-guards.ts';
import { isObject, recordsWithin, type TokenRecord, wholeRecord } from './records.ts';

type Json = Readonly<Record<string, unknown>>;
type Reply = CallGuards['reply'];

/** One way to make tokens: where it goes, how its body is written, and what of the answer a page may see. */
export interface CallKind {
  readonly path:
    | (typeof contract)['tokens' | 'atomicCards' | 'atomicBanks']['create']['path']
    | (typeof contract)['tokenize']['path']
    | `/tokens/${string}`;
  /** The payload with our own keys as the wire spells them; what belongs to the user is left alone. */
  readonly toWire: (payload: unknown) => unknown;
  readonly recordsIn: (body: unknown) => TokenRecord[];
  /** Validation details leave out the property that holds a token's data. */
  readonly collapse: boolean;
  readonly toPage: (answer: unknown, body: unknown, reply: Reply) => unknown;
}

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelCase = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Renames the keys of an object and of the objects under `inner`; everything else under it stays as it is. */
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
  rename(token(answer, type, reply), camelCase, ['privacy']) as Json;

/** The answer to a document of tokens, led by what was sent: only there can a token, or the id of one, stand. */
const mirror = (sent: unknown, answer: unknown, reply: Reply): unknown => {
  if (Array.isArray(sent))
    return sent.map((item, index) => mirror(item, Array.isArray(answer) ? answer[index] : null, reply));
  if (!isObject(sent)) return typeof answer === 'string' ? answer : null;
  const [record] = recordsWithin(sent).filter(({ path }) => path.length === 0);
  if (record) return token(answer, record.type, reply);
  const answers = isObject(answer) ? answer : {};
  return Object.fromEntries(Object.entries(sent).map(([key, item]) => [key, mirror(item, answers[key], reply)]));
};

/** An object of one type, whose data goes by the name of the type. */
const atomic = (path: CallKind['path'], type: 'card' | 'bank'): CallKind => ({
  path,
  toWire: (payload) => rename(payload, snakeCase, [type]),
  recordsIn: (body) => wholeRecord(type, body, type),
  collapse: false,
  toPage: (answer, _, reply) => rename(token(answer, type, reply), camelCase, [type]),
});

export const calls: Readonly<Record<CallName, CallKind>> = {
  'tokens.create': {
    path: '/tokens',
    toWire: tokenToWire,
    recordsIn: (body) => wholeRecord('data', body),
    collapse: false,
    toPage: (answer, body, reply) => tokenToPage(answer, String(isObject(body) && body.type), reply),
  },
  tokenize: {
    path: '/tokenize',
    toWire: (payload) => payload,
    recordsIn: recordsWithin,
    collapse: true,
    toPage: (answer, body, reply) => mirror(body, answer, reply),
  },
  'atomicCards.create': atomic('/atomic/cards', 'card'),
  'atomicBanks.create': atomic('/atomic/banks', 'bank'),
};

const shown = [
  'id',
  'type',
  'tenant_id',
  'privacy',
  'container',
  'metadata',
  'expires_at',
  'created_by',
  'created_at',
  'modified_by',
  'modified_at',
] as const satisfies readonly (keyof Wire['Token'])[];

/** The members of each built-in mask. The vault never answers a create with plaintext, nor any code at all. */
const masked: Readonly<Record<string, readonly string[]>> = {
  card: ['number', 'expiration_month', 'expiration_year'],
  bank: ['routing_number', 'account_number'],
};

const pickFrom = (value: Json, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]]] : [])));

/** What a page sees of a new token: an allow-list, and the built-in mask where each element stood at its own property. */
export const tokenReply: Reply['token'] = (answer, type) => {
  const mask = masked[type];
  const out = pickFrom(answer, shown);
  for (const place of mask ? ['data', 'card', 'bank'] : []) {
    const value = answer[place];
    if (isObject(value) && mask) out[place] = pickFrom(value, mask);
  }
  return out;
};
