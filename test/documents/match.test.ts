import { describe, expect, test } from 'vitest';
import { mismatches } from './match.ts';
import { elided } from './pair.ts';
import { asSdk } from './text.ts';

const known = {
  ids: new Set(['0197c9e4-0000-7000-8000-000000000001']),
  actors: new Set(['0197c9e4-0000-7000-8000-00000000000a']),
  now: '2022-01-01T00:00:00+00:00',
};

const printed = {
  id: 'c06d0789-0a38-40be-b7cc-c28a718f76f1',
  tenant_id: '0197c9e4-0000-7000-8000-000000000001',
  type: 'card',
  data: { number: 'XXXXXXXXXXXX4242', expiration_month: 12 },
  fingerprint: 'M25bjMqlH85LZE2F7SmZ1w',
  privacy: { classification: 'pci' },
  metadata: { nonSensitiveField: 'Non-Sensitive Value' },
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
};

const answer = {
  ...printed,
  id: '0197c9e4-0000-7000-8000-00000000000c',
  fingerprint: '8j6WJgk4Dz1qoJgrHrioUFJhYKQTnk75DfJAue5bNab2',
  created_by: '0197c9e4-0000-7000-8000-00000000000a',
  created_at: '2022-01-01T00:00:00+00:00',
};

const wire = (shown: unknown, actual: unknown) => mismatches(shown, actual, known, 'wire');

/** Every copy of a value in which one property, at any depth, is changed. */
function changed(value: unknown, change: (holder: Record<string, unknown>, key: string) => void): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const copy = structuredClone(value) as Record<string, unknown>;
    change(copy, key);
    const deeper = changed((value as Record<string, unknown>)[key], change);
    return [
      [key, copy],
      ...deeper.map(([below, part]): [string, unknown] => [`${key}.${below}`, { ...value, [key]: part }]),
    ];
  });
}

describe('an answer is held against the printed one', () => {
  test('and passes with ids, dates and fingerprints of its own', () => {
    expect(wire(printed, answer)).toEqual([]);
    expect(mismatches(asSdk(printed), asSdk(answer), known, 'sdk')).toEqual([]);
  });

  test('and passes with documented properties that the sample leaves out', () => {
    expect(wire(printed, { ...answer, container: '/pci/high/', modified_at: '2022-01-01T00:00:00+00:00' })).toEqual([]);
  });

  const dropped = changed(answer, (holder, key) => delete holder[key]);
  test.each(dropped)('and fails without %s', (_, broken) => expect(wire(printed, broken)).not.toEqual([]));

  const altered = changed(answer, (holder, key) => {
    holder[key] = 'something else';
  });
  test.each(altered)('and fails with another %s', (_, broken) => expect(wire(printed, broken)).not.toEqual([]));

  test.each([
    ['a property nobody documented', { ...answer, wrapped_dek: 'AAAA' }],
    ['an API key that is not shown', { ...answer, key: 'key_FZ8RmaxoGc73lbmF2cpmUJ' }],
    ['a verification code beside the mask', { ...answer, data: { ...answer.data, cvc: '123' } }],
    ['metadata that nobody gave', { ...answer, metadata: { ...answer.metadata, more: 'x' } }],
    ['another tenant', { ...answer, tenant_id: '0197c9e4-0000-7000-8000-000000000002' }],
    ['another maker', { ...answer, created_by: '0197c9e4-0000-7000-8000-00000000000b' }],
    ['an empty answer', {}],
    ['no answer', undefined],
  ])('and fails with %s', (_, broken) => expect(wire(printed, broken)).not.toEqual([]));

  test('and fails in names that the SDK should have renamed', () => {
    expect(mismatches(asSdk(printed), answer, known, 'sdk')).not.toEqual([]);
    expect(mismatches(asSdk(printed), { ...(asSdk(answer) as object), expires_at: 'x' }, known, 'sdk')).not.toEqual([]);
  });
});

describe('a list that is printed with {...}', () => {
  const list = { pagination: elided, data: [printed, elided] };
  const pagination = { total_items: 2, page_number: 1, page_size: 20, total_pages: 1 };

  test('passes when what is shown stands anywhere in it', () => {
    expect(wire(list, { pagination, data: [{ id: 'other' }, answer] })).toEqual([]);
  });

  test.each([
    ['what is shown', { pagination, data: [{ id: 'other' }, { ...answer, type: 'token' }] }],
    ['as many as are shown', { pagination, data: [answer] }],
    ['its pagination', { data: [answer, answer] }],
    ['a part of its pagination', { pagination: { ...pagination, total_pages: undefined }, data: [answer, answer] }],
  ])('fails without %s', (_, broken) => expect(wire(list, broken)).not.toEqual([]));
});
