import { luhn } from '@tessera/rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEffort } from '../effort/testing/test-effort.ts';
import type { Json } from '../expressions/json.ts';
import { pooledRandom } from '../keys/random.ts';
import { ApiError } from '../problem.ts';
import { aliasSource } from './alias.ts';
import { exposureOf } from './exposure.ts';

const random = pooledRandom();

const source = (id: string, data: Json, { pci = false, blind = false, cvc = undefined as Json | undefined } = {}) => {
  const effort = testEffort();
  const exposure = pci ? exposureOf({ lasting: data, cvc }, random, effort) : undefined;
  return aliasSource(id, data, { exposure, blind, random, effort, at: ['id'] });
};

/** What an expression comes to: an alias, or the status it is refused with. */
const alias = async (...given: Parameters<typeof source>): Promise<string | number | undefined> => {
  try {
    return await (await source(...given)).draw();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(Object.keys(error.errors ?? {})).toEqual(['id']);
    expect(JSON.stringify(error.problem('t'))).not.toMatch(/4242|S3CR3T/);
    return error.status;
  }
};

/** Draws until something comes, as an alias that looks like a card is drawn again. */
const drawn = async (...given: Parameters<typeof source>): Promise<string> => {
  const { draw } = await source(...given);
  for (;;) {
    const text = await draw();
    if (text !== undefined) return text;
  }
};

describe('an alias', () => {
  it('keeps format or length, and what lies around it', async () => {
    expect(await drawn('{{ data | alias_preserve_format }}', '123-45-6789')).toMatch(/^\d{3}-\d{2}-\d{4}$/);
    expect(
      await drawn(
        "{{ data | split: '@' | first | alias_preserve_length }}@{{ data | split: '@' | last }}",
        'johndoe@x.org',
      ),
    ).toMatch(/^[a-z0-9]{7}@x\.org$/);
    expect(await drawn('order-{{ data.n }}', { n: 7 })).toBe('order-7');
    expect(await drawn('{{ data.n }}', { n: 4711 })).toBe('4711');
    expect(await drawn('abc', null)).toBe('abc');
  });

  it.each([
    '#',
    '/',
    '\\',
    '+',
    '?',
    '[',
    ']',
    '|',
    '&',
    '=',
    '%',
    '<',
    '>',
    '{',
    '}',
    '^',
    '\0',
    '\n',
    '\u2028',
    '\ud800',
  ])('may not hold %j', async (char) => {
    expect(await alias('{{ data }}', `ab${char}cd`)).toBe(400);
  });

  it.each(['', 'ab', 'x'.repeat(401), ' abc', 'abc ', 'search', 'Decrypt', 'CHILDREN'])(
    'may not be %j',
    async (text) => {
      expect(await alias('{{ data }}', text)).toBe(400);
    },
  );

  it.each<Json>([null, true, ['abc'], { a: 'abc' }])('is a text, and never %j', async (value) => {
    expect(await alias('{{ data.x }}', { x: value })).toBe(400);
  });

  it.each(['abc', 'x'.repeat(400), '😀'.repeat(400), 'a b', 'a.b~c!d$e(f)*g,h;i:j@k', 'searches', '…'])(
    'may be %j',
    async (text) => {
      expect(await alias('{{ data }}', text)).toBe(text.length < 3 ? 400 : text);
    },
  );

  it('is never a number with a right check digit where it is drawn, or as long as that of a card', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[0-9]([0-9 -]{2,17})[0-9]$/), async (number) => {
        const text = await (await source('{{ data | alias_preserve_format }}', number)).draw();
        if (text !== undefined) expect(luhn(text.replace(/[ -]/g, ''))).toBe(false);
      }),
      { numRuns: 300 },
    );
    expect(await alias('{{ data }}', '4242-4242 42424242')).toBe(400);
    expect(await alias('{{ data }}', '4242424242424241')).toBe('4242424242424241');
    expect(await alias('{{ data }}', '018')).toBe('018');
  });

  it.each(['{{ data', '{{ data | nonsense }}', '{{ metadata.a }}', "{{ data | json: '$..*' }}"])(
    'is refused as %j',
    async (text) => {
      expect(await alias(text, { a: 'abc', b: 'def' })).toBe(400);
    },
  );
});

describe('the alias of a pci token', () => {
  const card = { number: '4242424242424242', expiration_month: 12 };

  it.each([
    '{{ data.number | alias_preserve_format }}',
    '{{ data.number | alias_preserve_format: 8, 4 }}',
    "{{ data.number | alias_card: 'true', 'true' }}",
    '{{ data.number | alias_preserve_length }}-{{ data.number | last4 }}',
    'card-{{ data.expiration_month }}',
  ])('may be %s', async (text) => {
    expect(await drawn(text, card, { pci: true })).toEqual(expect.any(String));
  });

  it.each([
    '{{ data.number }}',
    '{{ data.number | slice: 0, 12 }}',
    '{{ data.number | alias_preserve_format: 9, 4 }}',
    '{{ data.number | alias_preserve_format: 8, 5 }}',
    '{{ data.number | slice: 4, 8 }}-{{ data.number | alias_preserve_length }}',
    'x{{ data.number | hmac: "sha-256", "k" | to_base16 }}',
    'id-4242 4242 4242 4242',
    'cvc-{{ data.cvc }}',
  ])('may not be %s', async (text) => {
    expect(await alias(text, card, { pci: true, cvc: '987' })).toBe(400);
  });
});

describe('with a key of type elements', () => {
  it.each(['{{ data | alias_preserve_format }}', '{{ data | alias_preserve_length }}'])(
    'an alias may be %s',
    async (text) => {
      expect(await drawn(text, 'S3CR3T', { blind: true })).toMatch(/^[a-z0-9]{6}$/);
    },
  );

  it.each([
    '{{ data }}',
    'constant',
    '{{ data | alias_preserve_format: 1 }}',
    '{{ data | alias_preserve_format: 0, 1 }}',
    '{{ data | slice: 0, 3 | alias_preserve_format }}',
    'x{{ data | alias_preserve_format }}',
    '{{ data | alias_preserve_format }}{{ data | alias_preserve_format }}',
    '{{ data | alias_preserve_format: data.n }}',
  ])('it may not be %s', async (text) => {
    expect(await alias(text, 'S3CR3T', { blind: true })).toBe(403);
  });
});
