import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const make = async (body: object = { type: 'token', data: 'x' }) =>
  (await rig.send('POST', '/tokens', { key, body })).body.id as string;
const path = (parent: string, child = '') => `/tokens/${parent}/children${child && `/${child}`}`;
const associate = (parent: string, child: string, as = key) => rig.send('POST', path(parent, child), { key: as });
const part = (parent: string, child: string, as = key) => rig.send('DELETE', path(parent, child), { key: as });
const children = async (parent: string, query = '', as = key) => {
  const { status, body } = await rig.send('GET', `${path(parent)}${query}`, { key: as });
  return status === 200 ? body.data.map(({ id }: { id: string }) => id) : status;
};

describe('an association', () => {
  it('is made once, listed newest child first, and ended', async () => {
    const parent = await make();
    const older = await make();
    const newer = await make();
    expect((await associate(parent, newer)).status).toBe(204);
    expect((await associate(parent, older)).status).toBe(204);
    expect((await associate(parent, older)).body.type).toBe('conflict');
    expect(await children(parent)).toEqual([newer, older]);
    expect((await part(parent, newer)).status).toBe(204);
    expect((await part(parent, newer)).status).toBe(404);
    expect(await children(parent)).toEqual([older]);
    expect((await rig.send('GET', `/tokens/${newer}`, { key })).status).toBe(200);
  });

  it('can run in circles, but not from a token to itself', async () => {
    const [a, b] = [await make(), await make()];
    for (const [parent, child] of [
      [a, b],
      [b, a],
    ] as const)
      expect((await associate(parent, child)).status).toBe(204);
    expect([await children(a), await children(b)]).toEqual([[b], [a]]);
    expect((await associate(a, a)).status).toBe(409);
  });

  it('takes a body that published clients send, and any content type', async () => {
    const [a, b] = [await make(), await make()];
    const sent = await rig.send('POST', path(a, b), { key, body: {}, headers: { 'Content-Type': 'application/json' } });
    expect(sent.status).toBe(204);
  });

  it('goes with either token, by deletion and by expiry', async () => {
    const parent = await make();
    const deleted = await make();
    const expired = await make({ type: 'token', data: 'x', expires_at: '2022-01-01T00:10:00Z' });
    const stays = await make();
    for (const child of [deleted, expired, stays]) await associate(parent, child);
    await associate(deleted, stays);
    await rig.send('DELETE', `/tokens/${deleted}`, { key });
    rig.pass(600_000);
    expect(await children(parent)).toEqual([stays]);
    expect((await associate(parent, expired)).status).toBe(404);
    await rig.vault.tidy();
    const left = await rig.store.rows<{ child_id: Uint8Array }>(
      'select child_id from token_associations where parent_id = ?',
      [Buffer.from(parent.replaceAll('-', ''), 'hex')],
    );
    expect(left).toHaveLength(1);
  });

  it('is made by one of those who try at the same time', async () => {
    const [a, b] = [await make(), await make()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => associate(a, b)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 9 }, () => 409)]);
  });
});

describe('who may associate', () => {
  it('reads both tokens to do it, and may delete both to undo it', async () => {
    const card = await make({ type: 'card_number', data: '4242424242424242' });
    const plain = await make();
    const reader = await rig.application('server_to_server', ['token:general:read:low', 'token:pci:read:low']);
    const half = await rig.application('server_to_server', ['token:general:read:high', 'token:general:delete']);
    const deleter = await rig.application('server_to_server', ['token:general:delete', 'token:pci:delete']);
    expect((await associate(plain, card, half)).status).toBe(404);
    expect((await associate(card, plain, half)).status).toBe(404);
    expect((await associate(plain, card, deleter)).status).toBe(403);
    expect((await associate(plain, card, reader)).status).toBe(204);
    expect((await part(plain, card, reader)).status).toBe(403);
    expect((await part(plain, card, half)).status).toBe(404);
    expect(await children(plain, '', half)).toEqual([]);
    expect(await children(plain, '', reader)).toEqual([card]);
    expect(await children(card, '', half)).toBe(404);
    expect((await part(plain, card, deleter)).status).toBe(204);
  });

  it('stays in its tenant', async () => {
    const other = await rig.tenant('Other');
    const theirs = await rig.application('server_to_server', allTokens(), other);
    const [a, b] = [await make(), await make()];
    expect((await associate(a, b, theirs)).status).toBe(404);
    const { body } = await rig.send('POST', '/tokens', { key: theirs, body: { type: 'token', data: 'x' } });
    expect((await associate(body.id, b, theirs)).status).toBe(404);
    expect((await associate(a, body.id)).status).toBe(404);
  });
});

describe('a child', () => {
  const create = (parent: string, body: object, as = key) => rig.send('POST', path(parent), { key: as, body });

  it('is made under a parent, all or nothing', async () => {
    const parent = await make();
    const { status, body } = await create(parent, { type: 'token', data: 'child', metadata: { a: 'b' } });
    expect([status, body.metadata]).toEqual([201, { a: 'b' }]);
    expect(await children(parent)).toEqual([body.id]);
    expect((await create(parent, { type: 'card', data: {} })).status).toBe(400);
    expect((await create('00000000-0000-7000-8000-000000000000', { type: 'token', data: 'x' })).status).toBe(404);
    expect(await children(parent)).toEqual([body.id]);
  });

  it('may be a duplicate, associated once, and not its own parent', async () => {
    const parent = await make();
    const twin = { type: 'token', data: 'twin', deduplicate_token: true };
    const first = await create(parent, twin);
    const second = await create(parent, twin);
    expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
    expect(await children(parent)).toEqual([first.body.id]);
    expect((await create(first.body.id, twin)).status).toBe(409);
  });

  it('needs the right to create it and to read the parent', async () => {
    const parent = await make();
    const creator = await rig.application('server_to_server', ['token:general:create']);
    const reader = await rig.application('server_to_server', ['token:general:read:low']);
    const elsewhere = await rig.application('server_to_server', ['token:general:create', 'token:pci:read:high']);
    expect((await create(parent, { type: 'token', data: 'x' }, creator)).status).toBe(403);
    expect((await create(parent, { type: 'token', data: 'x' }, reader)).status).toBe(403);
    expect((await create(parent, { type: 'token', data: 'x' }, elsewhere)).status).toBe(404);
  });

  it('is found by id and type among its siblings', async () => {
    const parent = await make();
    const [a, b] = [await make(), await make({ type: 'card_number', data: '4242424242424242' })];
    for (const child of [a, b]) await associate(parent, child);
    const outside = await make();
    expect(await children(parent, `?id=${a}&id=${outside}`)).toEqual([a]);
    expect(await children(parent, '?type=card_number&type=bank')).toEqual([b]);
    const page = await rig.send('GET', `${path(parent)}?size=1`, { key });
    expect(page.body.pagination).toMatchObject({ total_items: 2, total_pages: 2 });
    expect(await children(parent, `?size=1&start=${page.body.pagination.after}`)).toEqual([a]);
  });
});
