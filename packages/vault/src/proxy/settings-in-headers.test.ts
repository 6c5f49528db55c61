import { expect, it } from 'vitest';
import { card, destination, number } from './testing/destination.ts';

const { psp, key, create, store, via } = destination();

const configuration = { KEY: 'sk_1', 'A name': 'other', EMPTY: '' };

it('headers of a call of a stored proxy may hold its settings, and tokens beside them', async () => {
  const token = await create(card, { type: 'card' });
  const proxy = await store({ configuration });
  const headers = {
    Authorization: 'Bearer {{ config: KEY }}',
    'X-Quoted': `{{ config: 'A name' | upcase }}, {{config:"KEY"}}`,
    'X-Path': `{{ proxy.config.KEY }} {{ ${token} | json: '$.number' }}`,
    'X-Empty': 'a{{ config: EMPTY }}b',
  };
  const { status, sent } = await via(proxy, 'GET', '', { key: key(), headers });
  expect(status).toBe(200);
  expect(sent?.headers).toMatchObject({
    ...{ authorization: 'Bearer sk_1', 'x-quoted': 'OTHER, sk_1', 'x-empty': 'ab' },
    'x-path': `sk_1 ${number}`,
  });
});

it.each([
  ['one that the proxy does not have', { headers: { Authorization: '{{ config: OTHER }}' } }],
  ['one by a name that every object has', { headers: { Authorization: '{{ config: constructor }}' } }],
  ['the body', { headers: { 'X-Key': '{{ config: KEY }}' }, body: { note: '{{ config: KEY }}' } }],
])('%s is refused, and nothing is sent', async (_, call) => {
  const proxy = await store({ configuration });
  const { status, text } = await via(proxy, 'POST', '', { key: key(), ...call });
  expect(status).toBe(400);
  expect(text).not.toContain('sk_1');
  expect(psp.seen).toEqual([]);
});

it('the query is refused, and nothing is sent', async () => {
  const proxy = await store({ configuration });
  const { status } = await via(proxy, 'GET', '/?a={{ config: KEY }}', { key: key() });
  expect([status, psp.seen]).toEqual([400, []]);
});

it('who calls without a key places none', async () => {
  const proxy = await store({ configuration, require_auth: false });
  const headers = { Authorization: '{{ config: KEY }}' };
  const { sent } = await via(proxy, 'GET', '', { headers });
  expect(sent?.headers.authorization).toBe('{{ config: KEY }}');
});
