import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
beforeAll(async () => {
  rig = await startRig({ cvcTtl: 3_600_000 });
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

const create = async (body: object) => {
  const { status, body: token } = await rig.send('POST', '/tokens', { key: high, body });
  expect(status).toBe(201);
  return token.id as string;
};
const patch = (id: string, body: unknown, key = high, type = 'application/merge-patch+json') =>
  rig.send('PATCH', `/tokens/${id}`, { key, body, headers: { 'Content-Type': type } });
const get = async (id: string, key = high) => (await rig.send('GET', `/tokens/${id}`, { key })).body;

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '987' };

describe('a patch', () => {
  it('merges data, mask and metadata, and answers masked', async () => {
    const id = await create({
      type: 'token',
      data: { a: { b: 1, c: 2 }, list: [1, 2] },
      mask: { b: '{{ data.a.b }}', c: '{{ data.a.c }}' },
      metadata: { one: '1', two: '2' },
    });
    const answer = await patch(id, {
      data: { a: { b: 7, c: null }, list: [3] },
      mask: { c: null, n: '{{ data.list | first }}' },
      metadata: { two: null, three: '3' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, data: { b: 7, n: 3 }, metadata: { one: '1', three: '3' } });
    const { data, mask, metadata } = await get(id);
    expect(data).toEqual({ a: { b: 7 }, list: [3] });
    expect(mask).toEqual({ b: '{{ data.a.b }}', n: '{{ data.list | first }}' });
    expect(metadata).toEqual({ one: '1', three: '3' });
  });

  it('replaces the rest, and null goes back to what the type says', async () => {
    const id = await create({
      type: 'social_security_number',
      data: '123-45-6789',
      container: '/a/',
      search_indexes: ['{{ data }}'],
      fingerprint_expression: 'x{{ data }}',
      expires_at: '2030-01-01T00:00:00Z',
      mask: 'hidden',
      metadata: { a: 'b' },
    });
    const changed = await patch(id, {
      containers: ['/B/'],
      search_indexes: ['{{ data | last4 }}'],
      fingerprint_expression: 'y{{ data }}',
      expires_at: '2031-01-01',
    });
    expect(changed.body).toMatchObject({
      container: '/b/',
      search_indexes: ['{{ data | last4 }}'],
      fingerprint_expression: 'y{{ data }}',
      expires_at: '2031-01-01T00:00:00+00:00',
    });
    const { body } = await patch(id, {
      container: null,
      search_indexes: null,
      fingerprint_expression: null,
      expires_at: null,
      mask: null,
      metadata: null,
    });
    expect(body).toMatchObject({
      container: '/pii/high/',
      data: 'XXX-XX-6789',
      mask: '{{ data | reveal_last: 4 }}',
      fingerprint_expression: "{{ data | remove: '-' }}",
      search_indexes: ['{{ data }}', "{{ data | remove: '-' }}", '{{ data | last4 }}'],
    });
    for (const name of ['expires_at', 'metadata']) expect(body).not.toHaveProperty(name);
  });

  it('names who changed it and when, and changes its fingerprint with its data alone', async () => {
    const id = await create({ type: 'token', data: { a: 1 } });
    const before = await get(id);
    rig.pass(5000);
    const touched = (await patch(id, { metadata: { a: 'b' } }, low)).body;
    expect(touched.fingerprint).toBe(before.fingerprint);
    expect(touched.created_by).toBe(before.created_by);
    expect(touched.modified_by).not.toBe(before.modified_by);
    expect(Date.parse(touched.modified_at) - Date.parse(before.modified_at)).toBe(5000);
    expect((await patch(id, { data: { a: 2 } })).body.fingerprint).not.toBe(before.fingerprint);
    expect((await patch(id, { data: { a: 1 } })).body.fingerprint).toBe(before.fingerprint);
  });

  it('puts the data under new keys each time', async () => {
    const id = await create({ type: 'token', data: 'same' });
    const row = async () =>
      (
        await rig.store.rows<{ version: number; wrapped_dek: Uint8Array; sealed: Uint8Array }>(
          'select version, wrapped_dek, sealed from tokens where id = ?',
          [Buffer.from(id.replaceAll('-', ''), 'hex')],
        )
      )[0];
    const before = await row();
    await patch(id, { metadata: { a: 'b' } });
    const after = await row();
    expect(after?.version).toBe(2);
    expect(Buffer.from(after?.wrapped_dek ?? [])).not.toEqual(Buffer.from(before?.wrapped_dek ?? []));
    expect(Buffer.from(after?.sealed ?? [])).not.toEqual(Buffer.from(before?.sealed ?? []));
    expect((await get(id)).data).toBe('same');
  });

  it('is taken as plain JSON too, and as nothing else', async () => {
    const id = await create({ type: 'token', data: 'x' });
    expect((await patch(id, { data: 'y' }, high, 'application/json')).status).toBe(200);
    for (const type of ['text/plain', 'application/json-patch+json', '']) {
      const answer = await patch(id, { data: 'z' }, high, type);
      expect(answer.status).toBe(415);
      expect(answer.headers.get('Accept-Patch')).toContain('application/merge-patch+json');
    }
    expect((await get(id)).data).toBe('y');
  });

  it.each<[patch: object, names: string[]]>([
    [{ data: null }, ['data']],
    [{ data: { number: '4242424242424241' } }, ['data.number']],
    [{ data: 'x' }, ['data']],
    [{ data: { number: null } }, ['data.number']],
    [{ mask: '{{ data.number }}' }, ['mask']],
    [{ mask: { a: '{{ data | nonsense }}' } }, ['mask.a']],
    [{ mask: 7 }, ['mask']],
    [{ metadata: { a: 1 } }, ['metadata']],
    [{ metadata: 'x' }, ['metadata']],
    [{ search_indexes: ['{{ data.cvc }}'] }, ['search_indexes.0']],
    [{ search_indexes: ['{{ data.nothing }}'] }, ['search_indexes.0']],
    [{ fingerprint_expression: '{{ data.nothing }}' }, ['fingerprint_expression']],
    [{ expires_at: '2021-01-01' }, ['expires_at']],
    [{ container: 'x' }, ['container']],
    [{ privacy: { classification: 'pii' } }, ['privacy.classification']],
    [{ privacy: { impact_level: 'low' } }, ['privacy.impact_level']],
    [{ privacy: { impact_level: 'extreme' } }, ['privacy.impact_level']],
  ])('is refused as %j, naming %j, with nothing changed', async (body, names) => {
    const id = await create({ type: 'card', data: card });
    const before = await get(id);
    const answer = await patch(id, body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual(names);
    expect(JSON.stringify({ ...answer.body, instance: '' })).not.toMatch(/4242|987/);
    expect(await get(id)).toEqual(before);
  });

  it('is refused where an expression of the token no longer fits the new data', async () => {
    const id = await create({ type: 'token', data: { a: 'x' }, search_indexes: ['{{ data.a }}'] });
    const answer = await patch(id, { data: { a: null, b: 1 } });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, ['search_indexes.0']]);
    expect((await get(id)).data).toEqual({ a: 'x' });
  });
});

describe('the privacy of a token', () => {
  it('rises, and takes the container along that nobody chose', async () => {
    const id = await create({ type: 'token', data: 'x', privacy: { impact_level: 'low' } });
    const chosen = await create({ type: 'token', data: 'x', privacy: { impact_level: 'low' }, container: '/mine/' });
    expect((await get(id, low)).data).toBe('x');
    const { body } = await patch(id, { privacy: { impact_level: 'moderate' } });
    expect(body).toMatchObject({ container: '/general/moderate/', privacy: { impact_level: 'moderate' } });
    expect((await get(id, low)).data).toBeNull();
    expect((await patch(chosen, { privacy: { impact_level: 'high' } })).body.container).toBe('/mine/');
    expect((await patch(id, { privacy: { impact_level: 'low' } })).status).toBe(400);
    expect((await patch(id, { privacy: { classification: 'general', impact_level: 'moderate' } })).status).toBe(200);
  });

  it('has a policy that only gets stricter', async () => {
    const id = await create({ type: 'card', data: card });
    expect((await patch(id, { privacy: { restriction_policy: 'redact' } })).body).not.toHaveProperty('data');
    expect((await patch(id, { privacy: { restriction_policy: 'mask' } })).status).toBe(400);
  });
});

describe('the verification code', () => {
  const codeOf = async (id: string) => (await get(id)).data.cvc;

  it('keeps its time through other changes, and starts anew when it is sent', async () => {
    const id = await create({ type: 'card', data: card });
    rig.pass(1_800_000);
    await patch(id, { metadata: { a: 'b' }, data: { expiration_year: 2030 } });
    expect(await codeOf(id)).toBe('987');
    rig.pass(1_800_000);
    expect(await codeOf(id)).toBeUndefined();
    await patch(id, { data: { cvc: '123' } });
    rig.pass(3_500_000);
    expect(await codeOf(id)).toBe('123');
    rig.pass(100_000);
    expect(await codeOf(id)).toBeUndefined();
  });

  it('goes when it is removed, and with the number that it belongs to', async () => {
    const id = await create({ type: 'card', data: card });
    await patch(id, { data: { cvc: null } });
    expect(await codeOf(id)).toBeUndefined();
    const other = await create({ type: 'card', data: card });
    await patch(other, { data: { number: '4000056655665556' } });
    expect((await get(other)).data).toEqual({
      number: '4000056655665556',
      expiration_month: 12,
      expiration_year: 2025,
    });
  });
});

describe('who may patch', () => {
  it('needs the permission to update the classification, and learns of no token without a right on it', async () => {
    const id = await create({ type: 'card', data: card });
    const reader = await rig.application('server_to_server', ['token:pci:read:high', 'token:general:update']);
    const stranger = await rig.application('server_to_server', ['token:general:update', 'token:general:read:high']);
    const blind = await rig.application('server_to_server', ['token:pci:update']);
    expect((await patch(id, { metadata: {} }, reader)).status).toBe(403);
    expect((await patch(id, { metadata: {} }, stranger)).status).toBe(404);
    const answer = await patch(id, { data: { expiration_month: 1 } }, blind);
    expect(answer.status).toBe(200);
    // It may not read the token, so it learns what it knows already.
    expect(Object.keys(answer.body).sort()).toEqual(['container', 'containers', 'id', 'privacy', 'tenant_id', 'type']);
    expect((await patch(id, {}, low)).body.data.number).toBe('XXXXXXXXXXXX4242');
  });

  it('learns nothing by a patch that changes nothing, on whatever path', async () => {
    const secrets = { metadata: { customer: 'Jane' }, search_indexes: ['{{ data.number }}'] };
    const id = await create({ type: 'card', data: card, ...secrets });
    const reader = await rig.application('server_to_server', allTokens());
    const { body: seen } = await rig.send('GET', `/tokens/${id}`, { key: reader });
    expect(seen.metadata).toEqual(secrets.metadata);
    const blind = await rig.application('server_to_server', ['token:pci:update', 'token:general:read:high']);
    expect((await rig.send('GET', `/tokens/${id}`, { key: blind })).status).toBe(404);
    for (const path of [`/tokens/${id}`, `/atomic/cards/${id}`]) {
      const body = path.startsWith('/atomic') ? { card: { expiration_month: 7 } } : {};
      const { status, text } = await rig.send('PATCH', path, { key: blind, body });
      expect(status, text).toBe(200);
      for (const told of ['Jane', 'XXXX', seen.fingerprint, 'search_indexes', 'created_at'])
        expect(text).not.toContain(told);
    }
    // The counter-proof: whoever may read gets all of it in the answer to the same patch.
    expect((await patch(id, {}, reader)).text).toContain(seen.fingerprint);
  });

  it.each([{ mask: 'x' }, { mask: null }, { search_indexes: [] }, { fingerprint_expression: null }])(
    'needs plaintext at the level of the token for %j',
    async (body) => {
      const id = await create({ type: 'token', data: 'x', privacy: { impact_level: 'moderate' } });
      const moderate = await rig.application('server_to_server', allTokens('moderate'));
      expect((await patch(id, body, low)).status).toBe(403);
      expect((await patch(id, body, moderate)).status).toBe(200);
    },
  );

  it('cannot be somebody of another tenant', async () => {
    const id = await create({ type: 'token', data: 'x' });
    const other = await rig.tenant('Other');
    const key = await rig.application('server_to_server', allTokens(), other);
    expect((await patch(id, { data: 'y' }, key)).status).toBe(404);
  });
});

describe('patches at the same time', () => {
  it('are all kept', async () => {
    const id = await create({ type: 'token', data: {} });
    const names = Array.from({ length: 8 }, (_, n) => `n${n}`);
    const answers = await Promise.all(
      names.map((name) => patch(id, { data: { [name]: 1 }, metadata: { [name]: 'x' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { data, metadata } = await get(id);
    expect(Object.keys(data).sort()).toEqual(names);
    expect(Object.keys(metadata).sort()).toEqual(names);
  });

  it('and a deletion leave nothing behind', async () => {
    const id = await create({ type: 'token', data: {}, metadata: { a: 'b' }, search_indexes: ['x'] });
    const [removed, ...patched] = await Promise.all([
      rig.send('DELETE', `/tokens/${id}`, { key: high }),
      ...[1, 2, 3].map((n) => patch(id, { data: { n } })),
    ]);
    expect(removed.status).toBe(204);
    for (const { status } of patched) expect([200, 404]).toContain(status);
    expect((await rig.send('GET', `/tokens/${id}`, { key: high })).status).toBe(404);
    const left = await rig.store.rows('select token_id from token_labels where token_id = ?', [
      Buffer.from(id.replaceAll('-', ''), 'hex'),
    ]);
    expect(left).toEqual([]);
  });
});
