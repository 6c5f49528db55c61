import { Failure } from '@tessera/bridge';
import { describe, expect, it } from 'vitest';
import { createHandle, type Handle } from '../siblings/handle.ts';
import type { Identity } from '../siblings/identity.ts';
import type { Part } from '../siblings/part.ts';
import { guards } from '../start/guards.ts';
import { callGuards } from './call-guards.ts';
import { createOnce } from './once.ts';
import { createCallMethod } from './send-call.ts';

const place = Symbol.for('tessera.element');

const part = (targetId: string, data: Part['data'], more: Partial<Part> = {}): Part => ({
  targetId,
  classFloor: 'pci',
  verdict: 'complete',
  empty: false,
  given: false,
  revision: 1,
  data,
  ...more,
});

const number = part('number', { number: '4242424242424242' });
const expiry = part('expiry', { expiration_month: 12, expiration_year: 2034 });
const code = part('code', { cvc: '123' });
const routing = part('routing', { routing_number: '021000021' }, { classFloor: 'bank' });
const account = part('account', { account_number: '123456789' }, { classFloor: 'bank' });
const note = part('note', { value: 'hello' }, { classFloor: undefined });

const parent = { frames: [] as unknown[] };
const identity = { parent, pageOrigin: 'https://shop.example', apiKey: 'key_1', build: 'b1' } as unknown as Identity;

/** A page with one frame per element; the first one makes the calls. */
const pageOf = (
  elements: Readonly<Record<string, readonly Part[]>>,
  change: Readonly<Record<string, object>> = {},
  takesExpressions = false,
) => {
  const log: string[] = [];
  const sent: { path: string; body: unknown; key: string }[] = [];
  const frames = Object.entries(elements).map(([id, parts]) => {
    const handle: Handle = createHandle(
      {
        id,
        identity: { ...identity, ...change[id] },
        checked: async () => {},
        asked: () => undefined,
        window: {} as Window,
        type: 'text',
      },
      {
        parts: () => {
          log.push(`read ${id}`);
          return parts;
        },
        validate: () => log.push(`validate ${id}`),
        codeContext: () => undefined,
        heed: () => {},
        show: async () => undefined,
        watch: () => undefined,
      },
      guards.sibling,
    );
    return { [place]: handle };
  });
  const foreign = new Proxy(
    {},
    {
      get: () => {
        throw new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError');
      },
    },
  );
  const [first] = frames;
  if (!first?.[place]) throw new Error('A page needs an element.');
  const window = Object.assign(first, { parent: { frames: [foreign, ...frames] } }) as unknown as Window;
  let answer = async (): Promise<unknown> => ({ id: 'token-1', type: 'card', fingerprint: 'f', data: { cvc: '123' } });
  const call = createCallMethod({
    window,
    handle: first[place],
    once: createOnce(crypto),
    guards: callGuards,
    takesExpressions,
    vault: {
      checkKey: async () => {},
      send: async () => undefined,
      post: (path, body, key) => {
        sent.push({ path, body: JSON.parse(body), key });
        return answer();
      },
    },
  });
  return {
    call: (name: Parameters<typeof call>[0], payload: unknown) => call(name, structuredClone(payload), {}),
    log,
    sent,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
  };
};

const split = () =>
  pageOf({ n: [number], e: [expiry], c: [code], t: [note], r: [routing], a: [account], b: [routing, account] });
const ref = ($element: string, pick?: string) => ({ $element, ...(pick && { pick }) });
const card = {
  type: 'card',
  data: {
    number: ref('n'),
    expiration_month: ref('e', 'expiration_month'),
    expiration_year: ref('e', 'expiration_year'),
    cvc: ref('c'),
  },
};

describe('a call with elements', () => {
  it('fills in the values and answers with what the page may see', async () => {
    const { call, sent, answerWith } = split();
    answerWith(async () => ({
      id: 'token-1',
      type: 'card',
      tenant_id: 'tenant-1',
      fingerprint: 'f',
      mask: {},
      privacy: { impact_level: 'high' },
      metadata: { some_key: 'kept' },
      data: { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2034, cvc: '123' },
    }));
    const answer = await call('tokens.create', { ...card, expiresAt: '2030-01-01', metadata: { someKey: 'kept' } });
    expect(sent).toMatchObject([
      {
        path: '/tokens',
        body: {
          type: 'card',
          data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2034, cvc: '123' },
          expires_at: '2030-01-01',
          metadata: { someKey: 'kept' },
        },
      },
    ]);
    expect(answer).toEqual({
      id: 'token-1',
      type: 'card',
      tenantId: 'tenant-1',
      privacy: { impactLevel: 'high' },
      metadata: { some_key: 'kept' },
      data: { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2034 },
    });
  });

  it('names the properties of an atomic card as the wire does', async () => {
    const { call, sent, answerWith } = split();
    answerWith(async () => ({
      id: 'token-1',
      type: 'card',
      card: { number: 'XXXXXXXXXXXX4242', expiration_month: 12 },
    }));
    const answer = await call('atomicCards.create', {
      card: { number: ref('n'), expirationMonth: ref('e', 'expiration_month'), expirationYear: 2034, cvc: ref('c') },
    });
    expect(sent[0]).toMatchObject({
      path: '/atomic/cards',
      body: { card: { number: '4242424242424242', expiration_month: 12, expiration_year: 2034, cvc: '123' } },
    });
    expect(answer).toEqual({ id: 'token-1', type: 'card', card: { number: 'XXXXXXXXXXXX4242', expirationMonth: 12 } });
  });

  it('sees of a tokenized document only ids, and tokens without what could tell of their data', async () => {
    const { call, answerWith } = split();
    answerWith(async () => ({
      card: { id: 'token-1', type: 'card', fingerprint: 'f', data: { number: 'XXXXXXXXXXXX4242', cvc: '123' } },
      plain: 'token-2',
      nothing: null,
      extra: { number: '4242424242424242' },
      list: ['token-3', { deep: 'x' }],
    }));
    const answer = await call('tokenize', { card, plain: 'a', nothing: null, list: ['b', 1] });
    expect(answer).toEqual({
      card: { id: 'token-1', type: 'card', data: { number: 'XXXXXXXXXXXX4242' } },
      plain: 'token-2',
      nothing: null,
      list: ['token-3', null],
    });
  });

  it('puts an element in the place of a plain value, and answers with the id of its token', async () => {
    const { call, sent, answerWith } = split();
    answerWith(async () => ({ name: 'token-1', list: ['token-2', { id: 'token-3', type: 'card', fingerprint: 'f' }] }));
    const answer = await call('tokenize', { name: ref('t'), list: ['plain', card] });
    expect(sent[0]?.body).toMatchObject({ name: 'hello', list: ['plain', { type: 'card' }] });
    expect(answer).toEqual({ name: 'token-1', list: ['token-2', { id: 'token-3', type: 'card' }] });
    // An answer that is not what was asked for shows nothing.
    answerWith(async () => ({ name: { value: 'hello' }, list: { 0: 'hello' } }));
    expect(await call('tokenize', { name: ref('t'), list: ['plain'] })).toEqual({ name: null, list: [null] });
  });

  it('names an incomplete element in the shape of a document', async () => {
    const { call } = pageOf({ t: [{ ...note, verdict: 'incomplete' }] });
    await expect(call('tokenize', { a: [ref('t'), 'x'] })).rejects.toMatchObject({
      parts: { details: { a: { 0: { type: 'incomplete' } } }, validation: [{ targetId: 'note', type: 'incomplete' }] },
    });
  });

  it('takes an element with several inputs as a whole', async () => {
    const { call, sent } = pageOf({ k: [number, expiry, code] });
    await call('tokens.create', { type: 'card', data: ref('k') });
    expect(sent[0]?.body).toEqual({ type: 'card', data: { ...number.data, ...expiry.data, ...code.data } });
  });

  it('does not confuse two references whose paths look alike as text', async () => {
    const { call, sent } = split();
    const general = { type: 'token', data: { 'a\ndata\nb': ref('t') } };
    await call('tokenize', { x: general, 'x\ndata\na': { ...card, data: { number: ref('n') } } });
    expect(sent[0]?.body).toEqual({
      x: { type: 'token', data: { 'a\ndata\nb': 'hello' } },
      'x\ndata\na': { type: 'card', data: { number: '4242424242424242' } },
    });
  });

  const privacy = { classification: 'pci', impactLevel: 'high' };
  const wire = { classification: 'pci', impact_level: 'high' };

  it.each([
    [
      'a generic token of the class of cards',
      'tokens.create',
      { type: 'token', privacy, data: { a: { b: [ref('n')] } } },
    ],
    ['a card_number', 'tokens.create', { type: 'card_number', data: ref('n') }],
    ['text as a social security number', 'tokens.create', { type: 'social_security_number', data: ref('t') }],
    ['text in a generic token', 'tokens.create', { type: 'token', data: ref('t') }],
    ['a random alias', 'tokens.create', { ...card, id: '{{ data.number | alias_preserve_format }}' }],
    ['a plain id', 'tokens.create', { ...card, id: 'customer-7' }],
    [
      'a bank account of two',
      'tokens.create',
      { type: 'bank', data: { routing_number: ref('r'), account_number: ref('a') } },
    ],
    ['an intent of a card', 'tokenIntents.create', { ...card, data: { number: ref('n') } }],
    ['a bank account of one', 'tokens.create', { type: 'bank', data: ref('b') }],
    ['an account number', 'tokens.create', { type: 'us_bank_account_number', data: ref('a') }],
    [
      'a guarded routing number',
      'tokens.create',
      { type: 'us_bank_routing_number', privacy: { impactLevel: 'high' }, data: ref('r') },
    ],
    ['an atomic bank', 'atomicBanks.create', { bank: ref('b') }],
    [
      'an atomic bank beside text',
      'atomicBanks.create',
      { bank: { routingNumber: '021000021', accountNumber: ref('a') } },
    ],
    ['a token inside a document', 'tokenize', { a: [{ type: 'token', privacy: wire, data: ref('c') }] }],
    ['text as a plain value', 'tokenize', { name: ref('t'), plain: 'x' }],
    ['text as a whole document', 'tokenize', ref('t')],
    ['text in a value named like a property of tokens', 'tokenize', { metadata: { type: ref('t'), id: [ref('t')] } }],
  ] as const)('may make %s', async (_, name, payload) => {
    const { call, sent } = split();
    await call(name, payload);
    expect(sent).toHaveLength(1);
  });

  it('may carry expressions where the operator lets pages send them, and still not ask for duplicates', async () => {
    const trusting = () => pageOf({ n: [number], e: [expiry], c: [code] }, {}, true);
    const expressions = [
      { mask: '{{ data.number }}' },
      { fingerprintExpression: '{{ data.number }}' },
      { searchIndexes: ['{{ data.number }}'] },
    ];
    for (const more of expressions) {
      const { call, sent } = trusting();
      await call('tokens.create', { ...card, ...more });
      expect(sent).toHaveLength(1);
    }
    for (const more of [{ deduplicateToken: true }, { id: '{{ data.number }}' }]) {
      const { call, sent } = trusting();
      await expect(call('tokens.create', { ...card, ...more })).rejects.toMatchObject({
        code: 'capability-not-allowed',
      });
      expect(sent).toEqual([]);
    }
  });

  it.each([
    // Places (attacks 30 and 33).
    ['reference-not-allowed', 'in metadata', 'tokens.create', { ...card, metadata: { a: ref('n') } }],
    [
      'reference-not-allowed',
      'in metadata of an intent',
      'tokenIntents.create',
      { ...card, metadata: { a: ref('n') } },
    ],
    ['class-too-low', 'in a general intent', 'tokenIntents.create', { type: 'token', data: ref('n') }],
    [
      'unknown-token-type',
      'beside an intent in a document',
      'tokenize',
      { a: { token_intent_id: 'x', data: ref('t') } },
    ],
    ['reference-not-allowed', 'as a type', 'tokens.create', { type: ref('t'), data: 'x' }],
    ['reference-not-allowed', 'as a whole payload', 'tokens.create', ref('n')],
    [
      'reference-not-allowed',
      'in metadata inside a document',
      'tokenize',
      { a: { ...card, metadata: { b: ref('t') } } },
    ],
    ['reference-not-allowed', 'as a type inside a document', 'tokenize', [{ type: ref('t'), data: 'x' }]],
    ['reference-not-allowed', 'beside data in a document', 'tokenize', { type: 'token', data: 'x', more: [ref('t')] }],
    [
      'capability-not-allowed',
      'in an id inside a document',
      'tokenize',
      { a: { type: 'token', id: ref('t'), data: 'x' } },
    ],
    ['reference-not-allowed', 'beside the card', 'atomicCards.create', { data: { number: ref('n') } }],
    ['capability-not-allowed', 'in an id', 'tokens.create', { type: 'token', id: ref('t'), data: 'x' }],
    // Classes (attack 33).
    ['class-too-low', 'in a general token', 'tokens.create', { type: 'token', data: ref('n') }],
    ['class-too-low', 'as a plain value of a document', 'tokenize', { a: ref('n') }],
    ['class-too-low', 'as a plain part of a date', 'tokenize', [ref('e', 'expiration_year')]],
    ['class-too-low', 'as a plain account number', 'tokenize', { data: { a: ref('a') } }],
    ['class-too-low', 'as a whole document', 'tokenize', ref('b')],
    ['class-too-low', 'as a value beside a type', 'tokenize', { type: 'card', number: ref('n') }],
    [
      'class-too-low',
      'in a token of another class',
      'tokens.create',
      { type: 'token', privacy: { classification: 'bank' }, data: ref('c') },
    ],
    ['class-too-low', 'at a low impact level', 'tokens.create', { ...card, privacy: { impactLevel: 'low' } }],
    [
      'class-too-low',
      'at a low impact level on the wire',
      'tokenize',
      { a: { ...card, privacy: { impact_level: 'moderate' } } },
    ],
    [
      'class-too-low',
      'said twice',
      'tokens.create',
      { ...card, privacy: { impact_level: 'high', impactLevel: 'low' } },
    ],
    ['unknown-token-type', 'without a type', 'tokens.create', { data: ref('t') }],
    [
      'unknown-token-type',
      'in a type named like a prototype',
      'tokens.create',
      { type: 'constructor', data: ref('t') },
    ],
    [
      'wrong-field',
      'the number as a social security number',
      'tokens.create',
      { type: 'social_security_number', privacy: { classification: 'pci' }, data: ref('n') },
    ],
    ['unknown-token-type', 'in an unknown type', 'tokens.create', { type: 'something', data: ref('n') }],
    // Fields (attack 30).
    ['wrong-field', 'the code as the number', 'tokens.create', { type: 'card', data: { number: ref('c') } }],
    [
      'wrong-field',
      'the month as the year',
      'tokens.create',
      { type: 'card', data: { expiration_year: ref('e', 'expiration_month') } },
    ],
    [
      'class-too-low',
      'the code as a routing number',
      'tokens.create',
      { type: 'bank', data: { routing_number: ref('c') } },
    ],
    ['wrong-field', 'the account as a routing number', 'atomicBanks.create', { bank: { routingNumber: ref('a') } }],
    [
      'wrong-field',
      'the routing number as an account',
      'tokens.create',
      { type: 'us_bank_account_number', data: ref('r') },
    ],
    [
      'wrong-field',
      'a bank account as its account number',
      'tokens.create',
      { type: 'us_bank_account_number', data: ref('b') },
    ],
    ['class-too-low', 'the account in an atomic card', 'atomicCards.create', { card: { number: ref('a') } }],
    [
      'class-too-low',
      'a routing number as it is by default',
      'tokens.create',
      { type: 'us_bank_routing_number', data: ref('r') },
    ],
    ['reference-not-allowed', 'beside the bank', 'atomicBanks.create', { metadata: { a: ref('a') } }],
    ['wrong-field', 'text as the number', 'tokens.create', { type: 'card', data: { number: ref('t') } }],
    ['wrong-field', 'a property nobody has', 'tokens.create', { type: 'card', data: { number: ref('n', 'nothing') } }],
    [
      'wrong-field',
      'a property of every object',
      'tokens.create',
      { type: 'card', data: { number: ref('n', 'constructor') } },
    ],
    ['wrong-field', 'deeper than the property', 'tokens.create', { type: 'card', data: { number: { a: ref('n') } } }],
    ['wrong-field', 'the code as a card_number', 'tokens.create', { type: 'card_number', data: ref('c') }],
    ['wrong-field', 'the number as a whole card', 'tokens.create', { type: 'card', data: ref('n') }],
    [
      'class-too-low',
      'a card in a bank account',
      'tokens.create',
      { type: 'bank', data: { routing_number: ref('c') } },
    ],
    // Oracles (attack 27).
    ['capability-not-allowed', 'a mask', 'tokens.create', { ...card, mask: '{{ data.number }}' }],
    ['capability-not-allowed', 'a fingerprint expression', 'tokens.create', { ...card, fingerprintExpression: 'x' }],
    ['capability-not-allowed', 'search indexes', 'tokens.create', { ...card, search_indexes: ['{{ data }}'] }],
    ['capability-not-allowed', 'deduplication', 'tokens.create', { ...card, deduplicateToken: true }],
    [
      'capability-not-allowed',
      'an id that spells the data',
      'tokens.create',
      { ...card, id: "{{ data.number | append: 'x' }}" },
    ],
    [
      'capability-not-allowed',
      'an alias that reveals',
      'tokens.create',
      { ...card, id: '{{ data.number | alias_preserve_format: 6, 4 }}' },
    ],
    [
      'capability-not-allowed',
      'an alias with text',
      'tokens.create',
      { ...card, id: 'x{{ data.number | alias_preserve_format }}' },
    ],
    [
      'capability-not-allowed',
      'an alias with more behind it',
      'tokens.create',
      { ...card, id: '{{ data.number | alias_preserve_format }}{{ data.cvc }}' },
    ],
    ['capability-not-allowed', 'in a document', 'tokenize', { a: { ...card, mask: {} } }],
    // Shape.
    ['method-not-allowed', 'another method', 'constructor', card],
    ['invalid-payload', 'no element', 'tokens.create', { type: 'token', data: 'x' }],
    ['invalid-payload', 'no payload', 'tokens.create', undefined],
    ['invalid-payload', 'more elements than the vault makes tokens', 'tokenize', Array(1_001).fill(ref('t'))],
    ['invalid-payload', 'more tokens than it makes', 'tokenize', [ref('t'), ...Array(1_001).fill(card)]],
    [
      'invalid-payload',
      'more than the vault reads',
      'tokens.create',
      { ...card, metadata: { a: 'x'.repeat(1_000_001) } },
    ],
  ] as const)('is refused as %s: %s', async (code, _, name, payload) => {
    const { call, sent } = split();
    await expect(call(name as 'tokenize', payload)).rejects.toMatchObject({ code });
    expect(sent).toEqual([]);
  });

  it('is refused before anything is read when its place is wrong or the payload never ends', async () => {
    const { call, log } = split();
    const endless: Record<string, unknown> = {};
    endless.data = endless;
    await expect(call('tokens.create', { ...card, metadata: { a: ref('n') } })).rejects.toBeInstanceOf(Failure);
    await expect(call('tokens.create', endless)).rejects.toMatchObject({ code: 'invalid-payload' });
    expect(log).toEqual([]);
  });

  it.each([
    ['sibling-mismatch', 'another page', { pageOrigin: 'https://evil.example' }],
    ['sibling-mismatch', 'another key', { apiKey: 'key_2' }],
    ['sibling-mismatch', 'another window above it', { parent: {} }],
    ['version-mismatch', 'another build', { build: 'b2' }],
  ])('ends as %s when one sibling has %s, and no sibling was read', async (expected, _, change) => {
    const { call, log, sent } = pageOf({ n: [number], e: [expiry], c: [code] }, { c: change });
    await expect(call('tokens.create', card)).rejects.toMatchObject({ code: expected });
    expect(log).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('sends nothing while an input is not complete, shows it there, and says which in the shape of the payload', async () => {
    const { call, log, sent } = pageOf({
      n: [{ ...number, verdict: 'invalid' }],
      e: [{ ...expiry, verdict: 'incomplete' }],
      c: [{ ...code, verdict: 'incomplete', empty: true }],
    });
    const failure = await call('tokens.create', card).catch((thrown: Failure) => thrown);
    expect(failure).toMatchObject({
      code: 'validation-error',
      parts: {
        details: {
          data: {
            number: { type: 'invalid' },
            expiration_month: { type: 'incomplete' },
            expiration_year: { type: 'incomplete' },
            cvc: { type: 'incomplete' },
          },
        },
        validation: [
          { targetId: 'number', type: 'invalid' },
          { targetId: 'expiry', type: 'incomplete' },
          { targetId: 'code', type: 'incomplete', empty: true },
        ],
      },
    });
    expect(JSON.stringify(failure)).not.toMatch(/4242|2034|123/);
    expect(log.filter((line) => line.startsWith('validate'))).toHaveLength(3);
    expect(sent).toEqual([]);
  });

  it('leaves the property that holds the data out of the details of a document', async () => {
    const { call } = pageOf({
      k: [{ ...number, verdict: 'invalid' }, expiry, { ...code, verdict: 'incomplete' }],
      l: [number, expiry, code],
    });
    const whole = (id: string) => ({ type: 'card', data: ref(id) });
    await expect(call('tokenize', { card1: whole('k'), card2: whole('l'), ssn: 'x' })).rejects.toMatchObject({
      parts: { details: { card1: { number: { type: 'invalid' }, cvc: { type: 'incomplete' } }, card2: {} } },
    });
  });
});

describe('a retry', () => {
  const unanswered = (): Promise<never> => Promise.reject(new Failure('vault-unreachable'));
  const refused = (status: number) => (): Promise<never> =>
    Promise.reject(new Failure('api-error', { problem: { status, data: {} } }));

  it('shares one request among equal calls that are under way', async () => {
    const { call, sent } = split();
    await Promise.all(Array.from({ length: 5 }, () => call('tokens.create', card)));
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['lost', unanswered],
    ['a failure of the vault', refused(503)],
    ['a request to slow down', refused(429)],
  ])('carries the same key when the answer was %s', async (_, answer) => {
    const { call, sent, answerWith } = split();
    answerWith(answer);
    await call('tokens.create', card).catch(() => {});
    answerWith(async () => ({}));
    await call('tokens.create', card);
    await call('tokens.create', card);
    const [first, second, third] = sent.map(({ key }) => key);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('is another intent after a refusal, after an edit, and with another payload', async () => {
    const parts: Part[] = [number];
    const { call, sent, answerWith } = pageOf({ n: parts });
    const make = (metadata: object) => call('tokens.create', { type: 'card_number', data: ref('n'), metadata });
    answerWith(refused(400));
    await make({}).catch(() => {});
    answerWith(unanswered);
    await make({}).catch(() => {});
    await make({ a: 'b' }).catch(() => {});
    parts[0] = { ...number, revision: 2 };
    await make({}).catch(() => {});
    expect(new Set(sent.map(({ key }) => key)).size).toBe(4);
  });
});
