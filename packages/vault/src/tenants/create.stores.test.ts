import { afterAll, beforeAll, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import type { NewTenant } from './create.ts';

let rig: Rig;
let other: NewTenant;
let mine: string;
let theirs: string;
beforeAll(async () => {
  rig = await startRig();
  other = await rig.tenant('Other');
  mine = await rig.application('server_to_server', allTokens());
  theirs = await rig.application('server_to_server', allTokens(), other);
});
afterAll(async () => {
  await rig.close();
});

const card = { number: '4242424242424242', cvc: '987' };

it('keeps tokens and applications of tenants apart in every operation', async () => {
  const { body: token } = await rig.send('POST', '/tokens', {
    key: mine,
    body: { type: 'card', data: card, metadata: { a: 'b' } },
  });
  const { body: application } = await rig.send('GET', '/applications/key', { key: mine });
  for (const [method, path, body, key] of [
    ['GET', `/tokens/${token.id}`, undefined, theirs],
    ['DELETE', `/tokens/${token.id}`, undefined, theirs],
    ['GET', `/atomic/cards/${token.id}`, undefined, theirs],
    ['PATCH', `/atomic/cards/${token.id}`, { card: { cvc: '123' } }, theirs],
    ['DELETE', `/atomic/cards/${token.id}`, undefined, theirs],
    ['GET', `/applications/${application.id}`, undefined, other.key],
    ['PUT', `/applications/${application.id}`, { name: 'taken' }, other.key],
    ['POST', `/applications/${application.id}/regenerate`, undefined, other.key],
    ['DELETE', `/applications/${application.id}`, undefined, other.key],
  ] as const) {
    expect((await rig.send(method, path, { key, body })).status).toBe(404);
  }
  for (const [path, key] of [
    [`/tokens?id=${token.id}`, theirs],
    ['/tokens?metadata.a=b', theirs],
    ['/atomic/cards', theirs],
    [`/applications?id=${application.id}`, other.key],
  ] as const) {
    expect((await rig.send('GET', path, { key })).body.pagination.total_items).toBe(0);
  }
  expect((await rig.send('GET', `/tokens/${token.id}`, { key: mine })).body.data).toEqual(card);
});

it('gives equal data of two tenants fingerprints that have nothing in common', async () => {
  const of = async (key: string) =>
    (await rig.send('POST', '/tokens', { key, body: { type: 'card', data: card } })).body.fingerprint;
  expect(await of(mine)).toBe(await of(mine));
  expect(await of(mine)).not.toBe(await of(theirs));
});

it('refuses to open a row that was moved to another tenant or another token', async () => {
  const make = async (key: string) =>
    (await rig.send('POST', '/tokens', { key, body: { type: 'card', data: card } })).body.id;
  const [from, to] = [await make(theirs), await make(mine)];
  const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
  await rig.store.commit([
    {
      sql: `update tokens set (sealed, wrapped_dek) = (select sealed, wrapped_dek from tokens where id = ?) where id = ?`,
      parameters: [bytes(from), bytes(to)],
    },
  ]);
  const answer = await rig.send('GET', `/tokens/${to}`, { key: mine });
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('42424242');
  expect(rig.lines.join('')).toContain('TamperedError');
});
