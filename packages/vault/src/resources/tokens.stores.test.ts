import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
let blind: string;
beforeAll(async () => {
  rig = await startRig();
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
  blind = await rig.application('server_to_server', ['token:bank:read:high', 'token:bank:create', 'token:bank:delete']);
});
afterAll(async () => {
  await rig.close();
});

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '987' };
const masked = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2025 };

const create = (body: unknown, key = low) => rig.send('POST', '/tokens', { key, body });
const get = (id: string, key = low) => rig.send('GET', `/tokens/${id}`, { key });

describe('reading a token', () => {
  it('shows plaintext, the masked form, null or nothing, by what the caller may read', async () => {
    const { body } = await create({ type: 'card', data: card });
    expect((await get(body.id, high)).body.data).toEqual(card);
    expect((await get(body.id, low)).body.data).toEqual(masked);
    expect((await get(body.id, blind)).status).toBe(404);
    const redacted = await create({ type: 'token', data: 'secret' });
    expect((await get(redacted.body.id, low)).body.data).toBeNull();
    expect((await get(redacted.body.id, high)).body.data).toBe('secret');
  });

  it('forgets the verification code after its time, even before it is destroyed', async () => {
    const { body } = await create({ type: 'card', data: card });
    rig.pass(60 * 60 * 1000 - 1);
    expect((await get(body.id, high)).body.data.cvc).toBe(card.cvc);
    rig.pass(1);
    const { cvc, ...rest } = card;
    expect((await get(body.id, high)).body.data).toEqual(rest);
  });

  it('masks by the token’s own mask, which also makes masking the default', async () => {
    const { body } = await create({
      type: 'token',
      data: { name: 'John Doe', ssn: '111-22-3333', note: 'x' },
      mask: { name: '{{ data.name | slice: 0 }}.', ssn: '{{ data.ssn | reveal_last: 4 }}' },
    });
    expect(body.privacy.restriction_policy).toBe('mask');
    expect(body.data).toEqual({ name: 'J.', ssn: 'XXX-XX-3333' });
    expect(body.mask.ssn).toBe('{{ data.ssn | reveal_last: 4 }}');
    expect((await get(body.id, low)).body.data).toEqual({ name: 'J.', ssn: 'XXX-XX-3333' });
    const strict = await create({
      type: 'token',
      data: 'abc',
      mask: '{{ data }}',
      privacy: { restriction_policy: 'redact' },
    });
    expect(strict.body).not.toHaveProperty('data');
    expect((await get(strict.body.id, low)).body.data).toBeNull();
  });

  it('ends when the token expires', async () => {
    const { body } = await create({ type: 'token', data: 1, expires_at: '2023-01-01T02:00:00+02:00' });
    expect(body.expires_at).toBe('2023-01-01T00:00:00+00:00');
    expect((await get(body.id)).status).toBe(200);
    rig.pass(Date.UTC(2023, 0, 1) - Date.UTC(2022, 0, 1));
    expect((await get(body.id)).status).toBe(404);
    expect((await rig.send('DELETE', `/tokens/${body.id}`, { key: low })).status).toBe(404);
    expect((await rig.send('GET', `/tokens?id=${body.id}`, { key: low })).body.pagination.total_items).toBe(0);
  });

  it('gives any JSON value back to who may read it, and shows it to nobody else', async () => {
    const marker = 'c0ffee-marker';
    const values = fc.array(fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }), { minLength: 10, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(values, async (drawn) => {
        // Written as JSON once, because -0 is 0 there; the marker makes each value findable in answers.
        const sent: unknown[] = JSON.parse(JSON.stringify(drawn.map((value) => ({ marker, value }))));
        const requests = sent.map((data) => ({ type: 'token', data }));
        const made = await rig.send('POST', '/tokenize', { key: low, body: requests });
        const ids: string[] = made.body.map(({ id }: { id: string }) => id);
        const list = (key: string) => rig.send('GET', `/tokens?size=100&id=${ids.join('&id=')}`, { key });
        const shown: { id: string; data: unknown }[] = (await list(high)).body.data;
        expect(ids.map((id) => shown.find((token) => token.id === id)?.data)).toEqual(sent);
        for (const { text } of [made, await list(low), await list(blind)]) expect(text).not.toContain(marker);
      }),
      { numRuns: 8 },
    );
  });

  it.each([{ __proto__: null, a: 1 }, '\ud800', [0.1, 1e21, -5e-324], { '': { '\u0000': '\u2028' } }])(
    'keeps %j exactly',
    async (data) => {
      const text = `{"type":"token","data":${JSON.stringify(data)}}`;
      const { body } = await create(text);
      expect(JSON.stringify((await get(body.id, high)).body.data)).toBe(JSON.stringify(data));
    },
  );

  it('keeps a property called __proto__', async () => {
    const { body } = await create('{"type":"token","data":{"__proto__":{"x":1}}}');
    expect((await get(body.id, high)).text).toContain('"data":{"__proto__":{"x":1}}');
  });
});

describe('fingerprints', () => {
  const of = async (body: object, key = low) => (await create(body, key)).body.fingerprint;

  it('are equal for equal data of one type, whatever the order of keys', async () => {
    const a = await of({ type: 'token', data: { x: 1, y: [1, { b: 2, a: 1 }] } });
    expect(await of({ type: 'token', data: { y: [1, { a: 1, b: 2 }], x: 1 } })).toBe(a);
    expect(await of({ type: 'token', data: { y: [{ a: 1, b: 2 }, 1], x: 1 } })).not.toBe(a);
    expect(
      await of({
        type: 'token',
        data: { x: 1, y: [1, { b: 2, a: 1 }] },
        fingerprint_expression: '{{ data | stringify }}',
      }),
    ).toBe(a);
  });

  it('of cards depend on the number alone, and on the type', async () => {
    const a = await of({ type: 'card', data: card });
    expect(await of({ type: 'card', data: { number: card.number } })).toBe(a);
    expect(await of({ type: 'card_number', data: card.number })).not.toBe(a);
  });

  it('follow an expression of the request', async () => {
    const by = (name: string) => ({
      type: 'token',
      data: { name, mail: 'a@b.c' },
      fingerprint_expression: '{{ data.mail }}',
    });
    expect(await of(by('John'))).toBe(await of(by('Jane')));
  });

  it('never fail by default', async () => {
    for (const data of ['', [], {}, false, 0]) expect(await of({ type: 'token', data })).toEqual(expect.any(String));
  });
});

describe('the list of tokens', () => {
  it('is newest first, filtered, counted by what the caller may see', async () => {
    const own = await startRig();
    const key = await own.application('server_to_server', allTokens('low'));
    const pciOnly = await own.application('server_to_server', ['token:pci:read:low']);
    const make = async (body: object) => {
      own.pass(1);
      return (await own.send('POST', '/tokens', { key, body })).body.id as string;
    };
    const a = await make({ type: 'token', data: 'a', metadata: { Order: 'A1', 'dotted.key': 'x' } });
    const b = await make({ type: 'card', data: card, metadata: { Order: 'a1', colour: 'red' } });
    const c = await make({ type: 'card_number', data: card.number });
    const list = async (query: string, by = key) => {
      const { body } = await own.send('GET', `/tokens?${query}`, { key: by });
      return { ids: body.data.map(({ id }: { id: string }) => id), total: body.pagination.total_items };
    };
    expect(await list('')).toEqual({ ids: [c, b, a], total: 3 });
    expect(await list('size=2&page=2')).toEqual({ ids: [a], total: 3 });
    expect(await list('type=card&type=token')).toEqual({ ids: [b, a], total: 2 });
    expect(await list(`id=${a}&id=${c}&id=nonsense`)).toEqual({ ids: [c, a], total: 2 });
    expect(await list('metadata.Order=A1')).toEqual({ ids: [b, a], total: 2 });
    expect(await list('metadata.Order=a1&metadata.colour=RED')).toEqual({ ids: [b], total: 1 });
    expect(await list('metadata.Order=a1&metadata.Order=other')).toEqual({ ids: [b, a], total: 2 });
    expect(await list('metadata.order=a1')).toEqual({ ids: [], total: 0 });
    expect(await list('metadata.dotted.key=X')).toEqual({ ids: [a], total: 1 });
    expect(await list('', pciOnly)).toEqual({ ids: [c, b], total: 2 });
    expect(await list(`id=${a}`, pciOnly)).toEqual({ ids: [], total: 0 });
    const shown = await own.send('GET', '/tokens', { key });
    expect(shown.body.data.map(({ data }: { data: unknown }) => data)).toEqual(['XXXXXXXXXXXX4242', masked, null]);
    expect((await own.send('GET', '/tokens?type=nonsense', { key })).status).toBe(400);
    await own.close();
  });
});

describe('deleting a token', () => {
  it('needs delete in its classification: 403 for what the caller can read, else 404', async () => {
    const { body } = await create({ type: 'token', data: 1 });
    const reader = await rig.application('server_to_server', ['token:general:read:low', 'token:pci:delete']);
    expect((await rig.send('DELETE', `/tokens/${body.id}`, { key: reader })).status).toBe(403);
    expect((await rig.send('DELETE', `/tokens/${body.id}`, { key: blind })).status).toBe(404);
    const remover = await rig.application('server_to_server', ['token:general:delete']);
    expect((await rig.send('DELETE', `/tokens/${body.id}`, { key: remover })).status).toBe(204);
    expect((await get(body.id)).status).toBe(404);
    const rows = await rig.store.rows('select 1 from token_metadata where token_id not in (select id from tokens)');
    expect(rows).toEqual([]);
  });
});
