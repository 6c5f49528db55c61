import { schemas } from '@tessera/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEffort } from '../effort/testing/test-effort.ts';
import { compile } from '../expressions/expression.ts';
import type { Json } from '../expressions/json.ts';
import { applyTypeMask } from './mask.ts';
import { type TokenTypeName, tokenType } from './token-types.ts';

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030, cvc: '123' };
const bank = { routing_number: '021000021', account_number: '1234567890' };

/** What each type takes, and what it refuses with the properties that are wrong. */
const examples: Record<TokenTypeName, { right: Json[]; wrong: [data: unknown, properties: string[]][] }> = {
  token: { right: ['', 0, false, [], {}, { a: [null] }], wrong: [] },
  card: {
    right: [card, { number: '36227206271667' }, { ...card, expiration_year: 1999 }],
    wrong: [
      [{}, ['data.number']],
      ['4242424242424242', ['data']],
      [{ ...card, number: '4242424242424241' }, ['data.number']],
      [{ ...card, number: '4242 4242 4242 4242' }, ['data.number']],
      [{ ...card, number: 4242424242424242 }, ['data.number']],
      [
        { ...card, expiration_month: 13, expiration_year: 30, cvc: '12' },
        ['data.expiration_month', 'data.expiration_year', 'data.cvc'],
      ],
    ],
  },
  bank: {
    right: [bank, { ...bank, account_number: '000' }, { routing_number: '110000000', account_number: '000123456789' }],
    wrong: [
      [{}, ['data.routing_number', 'data.account_number']],
      [null, ['data']],
      [[bank], ['data']],
      [{ ...bank, routing_number: '021000022' }, ['data.routing_number']],
      [{ ...bank, routing_number: '000000000' }, ['data.routing_number']],
      [{ ...bank, routing_number: 21000021 }, ['data.routing_number']],
      [{ ...bank, account_number: '12' }, ['data.account_number']],
      [{ ...bank, account_number: '123456789012345678' }, ['data.account_number']],
      [{ ...bank, account_number: '12-34' }, ['data.account_number']],
      [{ ...bank, account_number: '١٢٣٤' }, ['data.account_number']],
    ],
  },
  card_number: {
    right: ['4242424242424242', '36227206271667'],
    wrong: [
      '424242424242',
      '4242424242424241',
      '4242-4242-4242-4242',
      '42424242424242424242',
      4242424242424242,
      card,
      '',
    ].map((data) => [data, ['data']]),
  },
  us_bank_account_number: {
    right: ['123', '12345678901234567'],
    wrong: ['', '12', '123456789012345678', '12 345', '-1234', 12345, bank].map((data) => [data, ['data']]),
  },
  us_bank_routing_number: {
    right: ['021000021', '110000000'],
    wrong: ['021000020', '21000021', '0210000210', '000000000', 21000021, { routing_number: '021000021' }].map(
      (data) => [data, ['data']],
    ),
  },
  social_security_number: {
    right: ['123456789', '123-45-6789', '123-456789'],
    wrong: [
      '98765432',
      '9876543210',
      '98-765-4321',
      '123--45-6789',
      '123 45 6789',
      '123-45-6789\n',
      123456789,
      ['123456789'],
    ].map((data) => [data, ['data']]),
  },
  employer_id_number: {
    right: ['123456789', '12-3456789'],
    wrong: ['987-65-4321', '98765432', '9-87654321', '98-7654321 ', 987654321].map((data) => [data, ['data']]),
  },
  iban: {
    right: ['DE89370400440532013000', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S'],
    wrong: [
      'DE89 3704 0044 0532 0130 00',
      'de89370400440532013000',
      'DE89370400440532013001',
      'US64SVBKUS6S3300958879',
      '',
      37040044,
      { iban: 'DE89370400440532013000' },
    ].map((data) => [data, ['data']]),
  },
  uk_bank_sort_code: {
    right: ['200052'],
    wrong: ['20-00-52', '20005', '2000522', 200052].map((data) => [data, ['data']]),
  },
  uk_bank_account_number: {
    right: ['55779911', '00012345'],
    wrong: ['5577991', '557799111', '5577 9911', 55779911].map((data) => [data, ['data']]),
  },
  au_bank_bsb: {
    right: ['062000'],
    wrong: ['062-000', '06200', '0620000', 62000].map((data) => [data, ['data']]),
  },
};

const all = schemas.TokenType.options.map((name) => [name, tokenType(name)] as const);

describe.each(all)('the type %s', (name, type) => {
  it('has the documented privacy', () => {
    const guarded = { impactLevel: 'high', minimumImpactLevel: 'high', restrictionPolicy: 'mask' };
    const expected: Record<TokenTypeName, object> = {
      token: { classification: 'general', impactLevel: 'high', minimumImpactLevel: 'low', restrictionPolicy: 'redact' },
      card: { classification: 'pci', ...guarded },
      bank: { classification: 'bank', ...guarded },
      card_number: { classification: 'pci', ...guarded },
      us_bank_account_number: { classification: 'bank', ...guarded },
      us_bank_routing_number: {
        classification: 'bank',
        impactLevel: 'low',
        minimumImpactLevel: 'low',
        restrictionPolicy: 'redact',
      },
      social_security_number: { classification: 'pii', ...guarded },
      employer_id_number: { classification: 'pii', ...guarded },
      iban: { classification: 'bank', ...guarded },
      uk_bank_sort_code: { classification: 'bank', ...guarded, minimumImpactLevel: 'low', restrictionPolicy: 'redact' },
      uk_bank_account_number: { classification: 'bank', ...guarded },
      au_bank_bsb: { classification: 'bank', ...guarded, minimumImpactLevel: 'low', restrictionPolicy: 'redact' },
    };
    expect(type).toMatchObject(expected[name]);
    expect(type.mask !== undefined).toBe(type.restrictionPolicy === 'mask');
  });

  it.each(examples[name].right.map((data) => [data]))('takes %j as it is', (data) => {
    expect(type.read(data, ['data'])).toEqual({ value: data });
  });

  it.each(examples[name].wrong)('refuses %j and names %j', (data, properties) => {
    const { errors = {} } = type.read(data, ['data']);
    expect(Object.keys(errors)).toEqual(properties);
    const messages = Object.values(errors).flat().join(' ');
    expect(messages).not.toBe('');
    if (typeof data === 'string' && data.length > 4) expect(messages).not.toContain(data);
  });

  it('has expressions that work on what it takes, and never show all of it', async () => {
    for (const data of examples[name].right) {
      for (const expression of [type.fingerprintExpression, ...type.searchIndexes]) {
        expect(compile(expression, { variables: ['data'] }).deterministic).toBe(true);
        compile(expression, { variables: ['data'] }).evaluate({ data }, testEffort());
      }
      if (type.mask !== undefined) expect(await applyTypeMask(type.mask, data, testEffort())).not.toEqual(data);
    }
  });
});

describe('a number that is written with dashes and without', () => {
  it('has one fingerprint and is found both ways', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9}$/), (digits) => {
        const dashed = `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`;
        const { fingerprintExpression, searchIndexes } = tokenType('social_security_number');
        const value = (expression: string, data: string) => compile(expression).evaluate({ data }, testEffort());
        expect(value(fingerprintExpression, dashed)).toBe(value(fingerprintExpression, digits));
        const found = new Set(searchIndexes.map((expression) => value(expression, dashed)));
        expect(found).toEqual(new Set([dashed, digits, digits.slice(-4)]));
      }),
    );
  });
});
