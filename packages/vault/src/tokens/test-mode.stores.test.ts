import { luhn } from '@tessera/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { testCards } from './test-data.ts';

let rig: Rig;
let key: string;
let real: string;
beforeAll(async () => {
  rig = await startRig();
  const tenant = await rig.tenant('Staging', { testMode: true });
  key = await rig.application('server_to_server', allTokens(), tenant);
  real = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const account = { routing_number: '110000000', account_number: '000123456789' };
/** Right in every way, and documented nowhere. */
const card = '4111111111111111';

const create = (body: unknown, path = '/tokens') => rig.send('POST', path, { key, body });

describe('a tenant in test mode', () => {
  it.each([...testCards])('takes the documented card %s', async (number) => {
    expect(luhn(number)).toBe(true);
    expect((await create({ type: 'card', data: { number } })).status).toBe(201);
    expect((await create({ type: 'card_number', data: number })).status).toBe(201);
    expect((await create({ card: { number } }, '/atomic/cards')).status).toBe(201);
  });

  it('takes the documented bank account, and types without documented numbers', async () => {
    for (const body of [
      { type: 'bank', data: account },
      { type: 'us_bank_routing_number', data: account.routing_number },
      { type: 'us_bank_account_number', data: account.account_number },
      { type: 'iban', data: 'DE89370400440532013000' },
      { type: 'uk_bank_sort_code', data: '200000' },
      { type: 'uk_bank_account_number', data: '55779911' },
      { type: 'au_bank_bsb', data: '000000' },
      { type: 'social_security_number', data: '111-22-3333' },
      { type: 'token', data: { anything: true } },
    ]) {
      expect((await create(body)).status).toBe(201);
    }
    expect((await create({ bank: account }, '/atomic/banks')).status).toBe(201);
  });

  it.each<[what: string, path: string, body: unknown, at: string[]]>([
    ['a card', '/tokens', { type: 'card', data: { number: card } }, ['data.number']],
    ['a card number', '/tokens', { type: 'card_number', data: card }, ['data']],
    ['an atomic card', '/atomic/cards', { card: { number: card } }, ['card.number']],
    ['a card to tokenize', '/tokenize', { a: [{ type: 'card', data: { number: card } }] }, ['a.0.data.number']],
    [
      'a bank account',
      '/tokens',
      { type: 'bank', data: { routing_number: '021000021', account_number: '1234567' } },
      ['data.routing_number', 'data.account_number'],
    ],
    ['half of one', '/atomic/banks', { bank: { ...account, account_number: '1234567' } }, ['bank.account_number']],
    ['a routing number', '/tokens', { type: 'us_bank_routing_number', data: '021000021' }, ['data']],
    ['an account number', '/tokens', { type: 'us_bank_account_number', data: '1234567' }, ['data']],
    ['an IBAN', '/tokens', { type: 'iban', data: 'BE68539007547034' }, ['data']],
    ['an account in Britain', '/tokens', { type: 'uk_bank_account_number', data: '12345678' }, ['data']],
  ])('refuses %s of real life and says how to get out of it', async (_, path, body, at) => {
    const answer = await create(body, path);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual(at);
    expect(answer.text).toContain('without --test-mode');
    expect(answer.text).not.toContain(card);
  });

  it('refuses them in changes too', async () => {
    const { body: made } = await create({ type: 'card', data: { number: '4242424242424242' } });
    const token = await rig.send('PATCH', `/tokens/${made.id}`, { key, body: { data: { number: card } } });
    expect(token).toMatchObject({ status: 400, body: { errors: { 'data.number': [expect.any(String)] } } });
    const atomic = await rig.send('PATCH', `/atomic/cards/${made.id}`, { key, body: { card: { number: card } } });
    expect(atomic).toMatchObject({ status: 400, body: { errors: { 'card.number': [expect.any(String)] } } });
    const month = { card: { expiration_month: 3 } };
    expect((await rig.send('PATCH', `/atomic/cards/${made.id}`, { key, body: month })).status).toBe(200);
  });

  it('is no matter of other tenants', async () => {
    const body = { type: 'card', data: { number: card } };
    expect((await rig.send('POST', '/tokens', { key: real, body })).status).toBe(201);
  });
});
