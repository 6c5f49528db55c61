import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
beforeAll(async () => {
  rig = await startRig();
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '987' };
const masked = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2025 };

const create = (body: unknown, key = low) => rig.send('POST', '/tokens', { key, body });

describe('creating a token', () => {
  it('answers with everything but the data', async () => {
    const { status, body } = await create({
      type: 'token',
      data: 'Sensitive Value',
      privacy: { impact_level: 'moderate' },
      metadata: { nonSensitiveField: 'Non-Sensitive Value' },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenant_id: rig.acme.tenantId,
      type: 'token',
      fingerprint: expect.stringMatching(/^[1-9A-HJ-NP-Za-km-z]{40,44}$/),
      fingerprint_expression: '{{ data | stringify }}',
      privacy: { classification: 'general', impact_level: 'moderate', restriction_policy: 'redact' },
      container: '/general/moderate/',
      containers: ['/general/moderate/'],
      metadata: { nonSensitiveField: 'Non-Sensitive Value' },
      created_by: body.modified_by,
      created_at: '2022-01-01T00:00:00+00:00',
      modified_by: expect.any(String),
      modified_at: '2022-01-01T00:00:00+00:00',
      _extras: { deduplicated: false },
    });
  });

  it('answers masked even to who may read plaintext', async () => {
    for (const type of ['card', 'token'] as const) {
      const { text } = await create({ type, data: card, privacy: { classification: 'pci' } }, high);
      expect(text).not.toContain(card.number);
      expect(text).not.toContain(card.cvc);
    }
    expect((await create({ type: 'card', data: card }, high)).body.data).toEqual(masked);
    expect((await create({ type: 'card_number', data: card.number }, high)).body.data).toBe('XXXXXXXXXXXX4242');
    const redacted = await create({ type: 'card', data: card, privacy: { restriction_policy: 'redact' } }, high);
    expect(redacted.body).not.toHaveProperty('data');
  });

  it('takes a container in both forms and in any case, and keeps encryption metadata as given', async () => {
    expect((await create({ type: 'token', data: 1, container: '/A/b-1/' })).body.container).toBe('/a/b-1/');
    expect((await create({ type: 'token', data: 1, containers: ['/X/'] })).body.container).toBe('/x/');
    const encryption = { cek: { key: 'k', alg: 'AES' }, kek: { key: 'v', prov: 'AZURE', alg: 'RSA' } };
    expect((await create({ type: 'token', data: 1, encryption })).body.encryption).toEqual(encryption);
  });

  it.each([
    [{ data: 1 }, ['type']],
    [{ type: 'nonsense', data: 1 }, ['type']],
    [{ type: 'token' }, ['data']],
    [{ type: 'token', data: null }, ['data']],
    [{ type: 'card', data: 'x' }, ['data']],
    [{ type: 'card', data: {} }, ['data.number']],
    [{ type: 'card', data: { ...card, number: '4242424242424241' } }, ['data.number']],
    [{ type: 'card', data: { ...card, number: '4242 4242 4242 4242' } }, ['data.number']],
    [{ type: 'card', data: { ...card, number: 4242424242424242 } }, ['data.number']],
    [{ type: 'card', data: { ...card, number: '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢' } }, ['data.number']],
    [{ type: 'card', data: { ...card, number: '42' } }, ['data.number']],
    [{ type: 'card', data: { ...card, expiration_month: 13 } }, ['data.expiration_month']],
    [{ type: 'card', data: { ...card, expiration_month: '12' } }, ['data.expiration_month']],
    [{ type: 'card', data: { ...card, expiration_year: 25 } }, ['data.expiration_year']],
    [{ type: 'card', data: { ...card, cvc: '12' } }, ['data.cvc']],
    [{ type: 'card', data: { ...card, cvc: 123 } }, ['data.cvc']],
    [{ type: 'card_number', data: '424242424242' }, ['data']],
    [{ type: 'card_number', data: card }, ['data']],
    [{ type: 'token', data: 1, metadata: { a: 1 } }, ['metadata']],
    [{ type: 'token', data: 1, metadata: 'x' }, ['metadata']],
    [{ type: 'token', data: 1, container: 'a' }, ['container']],
    [{ type: 'token', data: 1, privacy: { impact_level: 'extreme' } }, ['privacy.impact_level']],
    [{ type: 'card', data: card, privacy: { impact_level: 'moderate' } }, ['privacy.impact_level']],
    [{ type: 'card', data: card, privacy: { classification: 'general' } }, ['privacy.classification']],
    [{ type: 'card', data: card, privacy: { classification: 'pii' } }, ['privacy.classification']],
    [{ type: 'token', data: 1, privacy: { restriction_policy: 'mask' } }, ['privacy.restriction_policy']],
    [{ type: 'token', data: 1, expires_at: '2021-12-31T23:59:59Z' }, ['expires_at']],
    [{ type: 'token', data: 1, expires_at: '2022-01-01T00:00:00' }, ['expires_at']],
    [{ type: 'token', data: 1, expires_at: '2022-02-31T00:00:00Z' }, ['expires_at']],
    [{ type: 'token', data: 1, expires_at: 'tomorrow' }, ['expires_at']],
    [{ type: 'token', data: 1, mask: '{{ data | nonsense }}' }, ['mask']],
    [{ type: 'token', data: { a: 1 }, mask: { a: '{{ data.a | reveal_last }}' } }, ['mask.a']],
    [{ type: 'token', data: 1, mask: '{{ data | alias_preserve_format }}' }, ['mask']],
    [{ type: 'token', data: 1, mask: 7 }, ['mask']],
    [{ type: 'token', data: {}, fingerprint_expression: '{{ data.email }}' }, ['fingerprint_expression']],
    [{ type: 'card', data: card, fingerprint_expression: '{{ data.cvc }}' }, ['fingerprint_expression']],
    [{ type: 'token', data: 1, fingerprint_expression: '{{ data' }, ['fingerprint_expression']],
    [{ type: 'token', data: { a: null }, search_indexes: ['x', '{{ data.a }}'] }, ['search_indexes.1']],
    [{ type: 'token', data: 1, deduplicate_token: 'yes' }, ['deduplicate_token']],
  ])('refuses %j, naming %j and no value', async (body, names) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual(names);
    // The trace id is drawn, and may hold any digits.
    expect(JSON.stringify({ ...answer.body, instance: '' })).not.toMatch(/4242|987/);
  });

  it('needs the permission of the classification that results', async () => {
    const key = await rig.application('server_to_server', ['token:general:create']);
    expect((await create({ type: 'token', data: 1 }, key)).status).toBe(201);
    for (const body of [
      { type: 'token', data: 1, privacy: { classification: 'pii' } },
      { type: 'card', data: card },
    ]) {
      const answer = await create(body, key);
      expect(answer.status).toBe(403);
      expect(answer.body.type).toBe('forbidden');
    }
  });
});
