import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from './testing/rig.ts';

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig({ cvcTtl: 10 * 60 * 1000 });
  key = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const minute = 60 * 1000;

describe('tidying', () => {
  it('destroys verification codes whose time has come, with the keys that sealed them', async () => {
    const body = { type: 'card', data: { number: '4242424242424242', cvc: '987' } };
    const { body: made } = await rig.send('POST', '/tokens', { key, body });
    const columns = async () =>
      (
        await rig.store.rows<Record<string, unknown>>(
          'select cvc_sealed, cvc_wrapped_dek, cvc_kek_version, cvc_expires_at from tokens',
        )
      )[0];
    rig.pass(10 * minute - 1);
    await rig.vault.tidy();
    expect(Object.values((await columns()) ?? {})).not.toContain(null);
    rig.pass(1);
    await rig.vault.tidy();
    expect(Object.values((await columns()) ?? {})).toEqual([null, null, null, null]);
    const { body: read } = await rig.send('GET', `/tokens/${made.id}`, { key });
    expect(read.data).toEqual({ number: '4242424242424242' });
  });

  it('deletes what has expired, in any number, with metadata, stored answers and an audit row each', async () => {
    const expires_at = '2022-06-01T00:00:00Z';
    const many = Array.from({ length: 450 }, (_, n) => ({
      type: 'token',
      data: n,
      expires_at,
      metadata: { n: `${n}` },
    }));
    const headers = { 'BT-IDEMPOTENCY-KEY': 'once' };
    const made = await rig.send('POST', '/tokenize', { key, headers, body: many });
    expect(made.status).toBe(200);
    rig.pass(Date.UTC(2022, 5, 1) - Date.UTC(2022, 0, 1));
    await rig.vault.tidy();
    expect(await rig.store.rows('select id from tokens where expires_at is not null')).toEqual([]);
    expect(await rig.store.rows('select token_id from token_metadata')).toEqual([]);
    expect(await rig.store.rows('select scope from idempotency')).toEqual([]);
    expect(await rig.store.rows('select scope from idempotency_tokens')).toEqual([]);
    const rows = await rig.store.rows<{ actor_type: string }>(
      "select actor_type from audit where operation = 'delete'",
    );
    expect(rows).toEqual(Array.from({ length: 450 }, () => ({ actor_type: 'system' })));
  });
});
