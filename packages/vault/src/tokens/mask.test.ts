import { describe, expect, it } from 'vitest';
import { testEffort } from '../effort/testing/test-effort.ts';
import type { Json } from '../expressions/json.ts';
import { pooledRandom } from '../keys/random.ts';
import { ApiError } from '../problem.ts';
import { exposureOf } from './exposure.ts';
import { applyMask, applyTypeMask, checkMask } from './mask.ts';
import { tokenType } from './token-types.ts';

const random = pooledRandom();
const lasting = { number: '4242424242424242', expiration_month: 12, name: 'John Doe' };

const verdict = async (mask: Json, data: Json = lasting, pci = true) => {
  const cvc = data === lasting ? '987' : undefined;
  const effort = testEffort();
  const exposure = pci ? exposureOf({ lasting: data, cvc }, random, effort) : undefined;
  try {
    await checkMask(mask, data, { exposure, effort, at: ['mask'] });
    return 'allowed';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(JSON.stringify(error.problem('t'))).not.toMatch(/4242|987/);
    return Object.keys(error.errors ?? {});
  }
};

describe('the mask of a pci token', () => {
  it.each<Json>([
    '{{ data.number | reveal_last: 4 }}',
    '{{ data.number | last4 }}',
    '{{ data.number | card_bin }}',
    '{{ data.number | slice: 0, 8 }}/{{ data.number | last4 }}',
    { number: '{{ data.number | reveal: 8, 4 }}', month: '{{ data.expiration_month }}', name: '{{ data.name }}' },
    '{{ data.number | size }}',
    'a card',
    { a: 7, b: null, c: [true] },
  ])('may be %j', async (mask) => {
    expect(await verdict(mask)).toBe('allowed');
  });

  it.each<Json>([
    '{{ data.number }}',
    '{{ data }}',
    '{{ data | stringify }}',
    '{{ data.number | slice: 0, 9 }}',
    '{{ data.number | reveal_last: 5 }}',
    { a: '{{ data.number | slice: 0, 8 }}', b: '{{ data.number | slice: 8, 4 }}', c: '{{ data.number | last4 }}' },
    "{{ data.number | split: '' | reverse | join: '-' }}",
    "{{ data.number | split: '' }}",
    '{{ data.number | to_number | plus: 1 }}',
    "{{ data.number | hmac: 'sha-256', 'k' | to_base16 }}",
    "{{ data.number | remove: '4242' }}",
    "{{ data | json: '$.number' | slice: 6, 3 }}",
  ])('may not be %j', async (mask) => {
    expect(await verdict(mask)).toEqual(['mask']);
  });

  it.each<Json>(['{{ data.cvc }}', '{{ data.cvc | last4 }}', "{{ data.cvc | default: 'x' }}", '{{ data.cvc | size }}'])(
    'shows nothing of a verification code: %s',
    async (mask) => {
      expect(await verdict(mask)).toEqual(['mask']);
    },
  );

  it('counts six digits as BIN where the number has fewer than sixteen', async () => {
    const amex = { number: '378282246310005' };
    expect(await verdict('{{ data.number | slice: 0, 6 }}', amex)).toBe('allowed');
    expect(await verdict('{{ data.number | slice: 0, 7 }}', amex)).toEqual(['mask']);
  });

  it('protects numbers wherever they stand, with separators and as JSON numbers', async () => {
    for (const data of [
      { pan: '4242-4242-4242-4242' },
      { pan: 4242424242424242 },
      { pan: 'card 4242 4242 4242 4242, please' },
      { list: [{ deep: '4242424242424242' }] },
    ]) {
      expect(await verdict('{{ data | stringify }}', data)).toEqual(['mask']);
    }
    expect(await verdict('{{ data.CVC }}', { CVC: '987' })).toEqual(['mask']);
    expect(await verdict('{{ data | stringify }}', { order: '12345' })).toBe('allowed');
  });

  it('is free outside of pci, and never random', async () => {
    expect(await verdict('{{ data.number }}', lasting, false)).toBe('allowed');
    expect(await verdict('{{ data.name | alias_preserve_format }}', lasting, false)).toEqual(['mask']);
  });
});

describe('masked forms', () => {
  it('of cards leave out what a card does not have', async () => {
    expect(
      await applyTypeMask(
        tokenType('card').mask ?? null,
        { number: '36227206271667', expiration_year: 2030 },
        testEffort(),
      ),
    ).toEqual({
      number: 'XXXXXXXXXX1667',
      expiration_year: 2030,
    });
    expect(await applyTypeMask(tokenType('card_number').mask ?? null, '36227206271667', testEffort())).toBe(
      'XXXXXXXXXX1667',
    );
  });

  it.each(['123', '1234'])(
    'of types hide the account number %s whole, which has nothing before its last four',
    async (short) => {
      const hidden = 'X'.repeat(short.length);
      expect(await applyTypeMask(tokenType('us_bank_account_number').mask ?? null, short, testEffort())).toBe(hidden);
      const bank = { routing_number: '021000021', account_number: short };
      expect(await applyTypeMask(tokenType('bank').mask ?? null, bank, testEffort())).toEqual({
        ...bank,
        account_number: hidden,
      });
    },
  );

  it('keep what an own mask says, null included', async () => {
    expect(await applyMask({ a: '{{ data.missing }}', b: '{{ data.n }}' }, { n: 7 }, testEffort())).toEqual({
      a: null,
      b: 7,
    });
  });
});
