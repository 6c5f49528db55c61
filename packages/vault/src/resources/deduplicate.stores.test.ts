import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
let blind: string;
beforeAll(async () => {
  rig = await startRig({ limits: { elementsPerSecond: 10_000, perSecond: 1_000_000 } });
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
  blind = await rig.application('server_to_server', ['token:general:create', 'token:pci:create']);
});
afterAll(async () => {
  await rig.close();
});

const create = (data: unknown, more: object = {}, key = low) =>
  rig.send('POST', '/tokens', { key, body: { type: 'token', data, deduplicate_token: true, ...more } });
const remove = (id: string) => rig.send('DELETE', `/tokens/${id}`, { key: low });

describe('deduplication', () => {
  it('answers with the oldest live token of the same type and fingerprint', async () => {
    const first = await create('oldest', { deduplicate_token: false });
    const second = await create('oldest', { deduplicate_token: false });
    expect([first.status, second.status]).toEqual([201, 201]);
    const third = await create('oldest');
    expect([third.status, third.body.id]).toEqual([200, first.body.id]);
    await remove(first.body.id);
    expect((await create('oldest')).body.id).toBe(second.body.id);
    await remove(second.body.id);
    expect((await create('oldest')).status).toBe(201);
    expect((await create('another')).status).toBe(201);
    expect((await create('4242424242424242', { type: 'token' })).status).toBe(201);
    expect((await create('4242424242424242', { type: 'card_number' })).status).toBe(201);
  });

  it('goes by the fingerprint, whatever the rest of the data says', async () => {
    const expression = { fingerprint_expression: '{{ data.email }}' };
    const first = await create({ email: 'a@b.c', n: 1 }, expression);
    expect((await create({ email: 'a@b.c', n: 2 }, expression)).body.id).toBe(first.body.id);
    expect((await create({ email: 'x@b.c', n: 1 }, expression)).status).toBe(201);
    const card = await create({ number: '4242424242424242', expiration_year: 2030 }, { type: 'card' });
    const again = await create({ number: '4242424242424242', expiration_year: 2031, cvc: '987' }, { type: 'card' });
    expect([again.status, again.body.id, again.body.data.expiration_year]).toEqual([200, card.body.id, 2030]);
  });

  it('shows a match to its readers as its policy says, and to others that it is there', async () => {
    const { body: made } = await create('S3CR3T-123', {
      mask: '{{ data | reveal_last: 3 }}',
      metadata: { customer: '7' },
    });
    for (const key of [low, high]) {
      const match = await create('S3CR3T-123', { metadata: { mine: 'x' } }, key);
      expect(match.status).toBe(200);
      expect(match.body).toEqual({ ...made, data: 'XXXXXX-123', _extras: { deduplicated: true } });
    }
    const withheld = await create('S3CR3T-123', {}, blind);
    expect(withheld.status).toBe(200);
    expect(Object.keys(withheld.body).sort()).toEqual([
      '_extras',
      'container',
      'containers',
      'fingerprint',
      'id',
      'privacy',
      'tenant_id',
      'type',
    ]);
    expect(withheld.text).not.toMatch(/customer|reveal|123"/);
    const number = { number: '4000056655665556' };
    const { body: card } = await rig.send('POST', '/tokens', { key: low, body: { type: 'card', data: number } });
    const tokens = await create(number, { type: 'card' }, blind);
    expect([tokens.body.id, tokens.body.data]).toEqual([card.id, undefined]);
  });

  it('is told in the audit as a read', async () => {
    const { body } = await create('audited');
    await create('audited');
    await rig.vault.tidy();
    const rows = await rig.store.rows<{ operation: string }>(
      'select operation from audit where entity_id = ? order by n',
      [body.id],
    );
    expect(rows.map(({ operation }) => operation)).toEqual(['create', 'read']);
  });

  it('ends with the time of a token, swept or not', async () => {
    const first = await create('short-lived', { expires_at: '2022-01-01T00:01:00Z' });
    rig.pass(60_000);
    const second = await create('short-lived');
    expect([second.status, second.body.id === first.body.id]).toEqual([201, false]);
    expect((await create('short-lived')).body.id).toBe(second.body.id);
    await rig.vault.tidy();
    expect((await create('short-lived')).body.id).toBe(second.body.id);
  });

  it('works inside of one call, and with what was there before', async () => {
    const there = await create('there');
    const token = (data: string, deduplicate_token = true) => ({ type: 'token', data, deduplicate_token });
    const body = { a: token('new'), b: token('new'), c: token('there'), d: token('new', false), e: token('new') };
    const answer = await rig.send('POST', '/tokenize', { key: low, body });
    expect(answer.status).toBe(200);
    const { a, b, c, d, e } = answer.body;
    expect(b).toEqual({ ...a, _extras: { deduplicated: true } });
    expect([a, c, d, e].map(({ _extras }) => _extras.deduplicated)).toEqual([false, true, false, true]);
    expect(e.id).toBe(a.id);
    expect(d.id).not.toBe(a.id);
    expect(c.id).toBe(there.body.id);
  });

  it('makes one token of a hundred requests at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => create('crowd')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array.from({ length: 99 }, () => 200), 201]);
    const claims = await rig.store.rows('select token_id from token_claims where token_id = ?', [
      Buffer.from(answers[0]?.body.id.replaceAll('-', ''), 'hex'),
    ]);
    expect(claims).toHaveLength(1);
  });

  it('and deletion may meet in any order', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { body } = await create('meeting');
      const [, made] = await Promise.all([remove(body.id), create('meeting')]);
      expect([200, 201]).toContain(made.status);
      const now = await create('meeting');
      expect((await rig.send('GET', `/tokens/${now.body.id}`, { key: low })).status).toBe(200);
      await remove(now.body.id);
    }
  });

  it('repeats its answer for the same idempotency key, whether it made a token or found one', async () => {
    const once = (name: string) =>
      rig.send('POST', '/tokens', {
        key: low,
        headers: { 'BT-IDEMPOTENCY-KEY': name },
        body: { type: 'token', data: 'idempotent', deduplicate_token: true },
      });
    const [made, repeated] = [await once('one'), await once('one')];
    expect([made.status, repeated.status, repeated.text]).toEqual([201, 201, made.text]);
    const [found, again] = [await once('two'), await once('two')];
    expect([found.status, again.status, again.body.id]).toEqual([200, 200, made.body.id]);
  });
});

describe('the setting of the tenant', () => {
  const set = (value: boolean) =>
    rig.send('PUT', '/tenants/self', {
      key: rig.acme.key,
      body: { name: 'Acme', settings: { deduplicate_tokens: value } },
    });

  it('holds where the request says nothing, on every endpoint but for keys of type elements', async () => {
    const elements = await rig.application('elements', ['token:general:create', 'token:pci:create']);
    await set(true);
    try {
      const plain = (key = low) => rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'by setting' } });
      const first = await plain();
      expect([first.status, (await plain()).body.id]).toEqual([201, first.body.id]);
      expect((await create('by setting', { deduplicate_token: false })).status).toBe(201);
      const whole = await rig.send('POST', '/tokenize', { key: low, body: '"by setting"' });
      expect(whole.body).toBe(first.body.id);
      const card = { card: { number: '5555555555554444' } };
      const atomic = await rig.send('POST', '/atomic/cards', { key: low, body: card });
      const atomicAgain = await rig.send('POST', '/atomic/cards', { key: low, body: card });
      expect([atomicAgain.status, atomicAgain.body.id]).toEqual([200, atomic.body.id]);
      const withheld = await rig.send('POST', '/atomic/cards', { key: blind, body: card });
      expect([withheld.status, withheld.body.id, withheld.body.card]).toEqual([200, atomic.body.id, {}]);
      const made = await Promise.all([plain(elements), plain(elements)]);
      expect(made.map(({ status }) => status)).toEqual([201, 201]);
      expect(new Set([first.body.id, ...made.map(({ body }) => body.id)]).size).toBe(3);
    } finally {
      await set(false);
    }
    expect((await rig.send('POST', '/tokens', { key: low, body: { type: 'token', data: 'by setting' } })).status).toBe(
      201,
    );
  });
});

describe('a patch into a duplicate', () => {
  it('is refused with nothing changed, when it is to deduplicate', async () => {
    const there = (await create('patched-there')).body;
    const mine = (await create('patched-mine')).body;
    const patch = (body: object) => rig.send('PATCH', `/tokens/${mine.id}`, { key: high, body });
    const before = await rig.send('GET', `/tokens/${mine.id}`, { key: high });
    const refused = await patch({ data: 'patched-there', metadata: { a: 'b' }, deduplicate_token: true });
    expect([refused.status, refused.body.type]).toEqual([409, 'conflict']);
    expect((await rig.send('GET', `/tokens/${mine.id}`, { key: high })).body).toEqual(before.body);
    expect((await patch({ data: 'patched-there' })).status).toBe(200);
    expect((await create('patched-mine')).status).toBe(201);
    expect((await create('patched-there')).body.id).toBe(there.id);
  });

  it('is one of many when they all run for the same fingerprint', async () => {
    const ids = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => (await create(`racer-${n}`)).body.id as string),
    );
    const answers = await Promise.all([
      ...ids.map((id) =>
        rig.send('PATCH', `/tokens/${id}`, { key: high, body: { data: 'goal', deduplicate_token: true } }),
      ),
      create('goal'),
    ]);
    const won = answers.filter(({ status }) => status === 200 || status === 201);
    expect(won.length).toBeGreaterThan(0);
    expect(new Set(won.map(({ body }) => body.id)).size).toBe(1);
    const { body } = await rig.send('POST', '/tokens/search', {
      key: high,
      body: { query: `fingerprint:${won[0]?.body.fingerprint}` },
    });
    expect(body.pagination.total_items).toBe(1);
  });
});
