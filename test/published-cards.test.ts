import { readFileSync } from 'node:fs';
import { bankRoutingNumber, cardNumber } from '@tessera/fields';
import { brands } from '@tessera/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type Tenant, type World } from './documents/world.ts';
import { type PublishedNumbers, right, routingNumbers, wrong } from './published-cards/numbers.ts';

const context = { now: { year: 2026, month: 11 } };

interface Published {
  number: string;
  brand: string;
}

const listed = (published: PublishedNumbers): Published[] =>
  Object.values(published).flatMap((brands) =>
    Object.entries(brands).flatMap(([brand, numbers]) => numbers.split(' ').map((number) => ({ number, brand }))),
  );

const all = listed(right);
const routing = (which: 'right' | 'wrong') => Object.values(routingNumbers[which]).flatMap((list) => list.split(' '));

let world: World;
let tenant: Tenant;
let key: string;

const post = async (path: string, body: unknown, apiKey: string) => {
  const request = new Request(`https://vault.example${path}`, {
    method: 'POST',
    headers: { 'BT-API-KEY': apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const response = await tenant.fetch(request);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  world = await openWorld();
  tenant = await world.newTenant();
  const permissions = ['pci', 'bank'].map((classification) => `token:${classification}:create`);
  const application = { name: 'numbers', type: 'server_to_server', permissions };
  key = String((await post('/applications', application, tenant.key)).body.key);
});
afterAll(() => world.close());

it('lists at least 150 numbers, each of them once', () => {
  const numbers = [...all, ...listed(wrong)].map(({ number }) => number);
  expect(numbers.length).toBeGreaterThan(250);
  expect(new Set(numbers).size).toBe(numbers.length);
});

describe('a card number that is published for tests', () => {
  it('has its brand in the field and is complete there', () => {
    const judged = all.map(({ number }) => {
      const verdict = cardNumber.judge(number, { ...context, settled: true });
      return { number, brand: cardNumber.facts(number, verdict).cardBrand, verdict };
    });
    expect(judged).toEqual(all.map((card) => ({ ...card, verdict: 'complete' })));
  });

  it('is never wrong while it is typed', () => {
    const wrongAt = all.flatMap(({ number }) =>
      Array.from(number, (_, end) => number.slice(0, end)).filter(
        (begun) => cardNumber.judge(begun, context) === 'invalid',
      ),
    );
    expect(wrongAt).toEqual([]);
  });

  it('is taken by the vault', async () => {
    const tokens = all.map(({ number }) => ({ type: 'card', data: { number } }));
    expect((await post('/tokenize', tokens, key)).status).toBe(200);
  });

  it.each(listed(wrong))(
    '$number ($brand) is refused by both where its check digit is wrong',
    async ({ number, brand }) => {
      expect(cardNumber.facts(number, 'incomplete').cardBrand).toBe(brand);
      expect(cardNumber.judge(number, { ...context, settled: true })).toBe('invalid');
      expect((await post('/tokens', { type: 'card', data: { number } }, key)).status).toBe(400);
    },
  );
});

it.each(routing('right'))('the routing number %s is taken by field and vault', async (data) => {
  expect(bankRoutingNumber.judge(data, context)).toBe('complete');
  expect((await post('/tokens', { type: 'us_bank_routing_number', data }, key)).status).toBe(201);
});

it.each(routing('wrong'))('the routing number %s is refused by field and vault', async (data) => {
  expect(bankRoutingNumber.judge(data, context)).toBe('invalid');
  expect((await post('/tokens', { type: 'us_bank_routing_number', data }, key)).status).toBe(400);
});

it('the guide to elements lists every brand, its lengths and the length of its code', () => {
  const guide = readFileSync(new URL('../docs/elements.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- brands -->\n([\s\S]*)<!-- \/brands -->/.exec(guide) ?? [];
  const rows = brands.map(
    ({ name, lengths, codeSizes }) => `| \`${name}\` | ${lengths.join(', ')} | ${codeSizes.join(', ')} |`,
  );
  expect(table.trim().split('\n')).toEqual(['| brand | digits | digits of the code |', '|---|---|---|', ...rows]);
});
