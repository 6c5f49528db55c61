import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyDestroyedError } from './keys/errors.ts';
import { prometheus } from './metrics/prometheus.ts';
import type { Services } from './services.ts';
import { idColumn } from './store/columns.ts';
import type { SqlValue, Store } from './store/port.ts';
import { sweep } from './sweeper.ts';
import { deleteTenant, type NewTenant } from './tenants/create.ts';
import { allTokens, type Rig, startRig } from './testing/rig.ts';
import { sweepTokens } from './tokens/expire.ts';

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

  it('destroys at once codes whose time somebody has put off for longer than any may last', async () => {
    const own = await startRig();
    const server = await own.application('server_to_server', [...allTokens(), 'token-intent:create']);
    const body = { type: 'card', data: { number: '4242424242424242', cvc: '987' } };
    for (const path of ['/tokens', '/token-intents']) await own.send('POST', path, { key: server, body });
    const longest = own.clock() + 24 * 60 * 60 * 1000;
    for (const [until, left] of [
      [longest, 1],
      [longest + 1, 0],
    ] as const) {
      for (const table of ['tokens', 'token_intents']) {
        await own.store.commit([{ sql: `update ${table} set cvc_expires_at = ?`, parameters: [until] }]);
        await own.vault.tidy();
        const rows = await own.store.rows(`select id from ${table} where cvc_sealed is not null`);
        expect([table, rows.length]).toEqual([table, left]);
      }
    }
    await own.close();
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

describe('what cannot be removed', () => {
  const broken = new Set<string>();
  const metrics = prometheus();
  let own: Rig;
  beforeAll(async () => {
    own = await startRig({
      metrics,
      wrap: (keyring) => ({
        ...keyring,
        tenant: (tenantId) => {
          if (broken.has(tenantId)) throw new KeyDestroyedError('Its keys cannot be read.');
          return keyring.tenant(tenantId);
        },
      }),
    });
  });
  afterAll(async () => {
    await own.close();
  });

  /** A tenant with some tokens that expire in the next minute. */
  const expiring = async (count = 3): Promise<NewTenant> => {
    const tenant = await own.tenant('With expiring tokens');
    const tokenKey = await own.application('server_to_server', allTokens(), tenant);
    const expires_at = new Date(own.keyringOptions.clock() + minute).toISOString();
    const body = Array.from({ length: count }, (_, n) => ({
      type: 'token',
      data: n,
      metadata: { n: `${n}` },
      expires_at,
    }));
    expect((await own.send('POST', '/tokenize', { key: tokenKey, body })).status).toBe(200);
    return tenant;
  };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (fields: object) => void lines.push(fields) };
  const lines: object[] = [];
  /** What the sweeper takes of the services. */
  const services = () =>
    ({ ...own.keyringOptions, store: own.store, keyring: own.keyring, metrics, log, shard: 0 }) as unknown as Services;
  const sweepAll = () => sweep(services());

  const left = async ({ tenantId }: NewTenant): Promise<number> => {
    const [row] = await own.store.rows<{ n: number }>('select count(*) as n from tokens where tenant_id = ?', [
      idColumn(tenantId),
    ]);
    return row?.n ?? 0;
  };

  it('is found without reading what may be large', async () => {
    const tenant = await expiring();
    own.pass(2 * minute);
    let bytes = 0;
    const store: Store = {
      ...own.store,
      rows: async <Row>(sql: string, parameters?: readonly SqlValue[]) => {
        const rows = await own.store.rows<Row>(sql, parameters);
        for (const row of rows) for (const value of Object.values(row as object)) bytes += value?.byteLength ?? 0;
        return rows;
      },
    };
    await sweepTokens({ ...services(), store }, async (_, run) => Boolean(await run()) || true);
    expect(await left(tenant)).toBe(0);
    // The ids of each token and of its tenant.
    expect(bytes).toBe(3 * 2 * 16);
  });

  it('of a deleted tenant goes with that tenant, and keeps nobody else waiting', async () => {
    const [gone, other] = [await expiring(), await expiring()];
    await deleteTenant({ keyring: own.keyring, authenticator: { forget: () => undefined } }, gone.tenantId);
    own.pass(2 * minute);
    await sweepAll();
    expect([await left(gone), await left(other)]).toEqual([0, 0]);
  });

  it('of one tenant is logged, counted and tried again, and keeps no other tenant and no other step waiting', async () => {
    const [stuck, other] = [await expiring(), await expiring()];
    const gone = await own.tenant('Deleted');
    await deleteTenant({ keyring: own.keyring, authenticator: { forget: () => undefined } }, gone.tenantId);
    broken.add(stuck.tenantId);
    own.pass(2 * minute);
    lines.length = 0;
    await sweepAll();
    expect([await left(stuck), await left(other)]).toEqual([3, 0]);
    expect(await own.store.rows('select id from tenants where id = ?', [idColumn(gone.tenantId)])).toEqual([]);
    expect(lines[0]).toMatchObject({
      work: 'delete-expired-tokens',
      tenant_id: stuck.tenantId,
      error: 'KeyDestroyedError',
    });
    expect(await metrics.text()).toMatch(/tessera_background_failures_total\{work="delete-expired-tokens"\} [1-9]/);
    broken.clear();
    await sweepAll();
    expect(await left(stuck)).toBe(0);
  });

  it('does keep others waiting where failures are not isolated', async () => {
    const tenants = [await expiring(), await expiring()];
    const [first] = await own.store.rows<{ tenant_id: Uint8Array }>(
      'select tenant_id from tokens where expires_at > ? limit 1',
      [own.keyringOptions.clock()],
    );
    const stuck = tenants.find(({ tenantId }) =>
      Buffer.from(first?.tenant_id ?? []).equals(idColumn(tenantId) ?? new Uint8Array()),
    );
    const other = tenants.find((tenant) => tenant !== stuck);
    if (!stuck || !other) throw new Error('No token is left to expire.');
    broken.add(stuck.tenantId);
    own.pass(2 * minute);
    const through = async (_: string, run: () => Promise<unknown>) => Boolean(await run()) || true;
    await expect(sweepTokens(services(), through)).rejects.toThrow('Its keys cannot be read.');
    expect(await left(other)).toBe(3);
    broken.clear();
    await sweepAll();
    expect(await left(other)).toBe(0);
  });

  it('because its row is damaged keeps no other token waiting', async () => {
    const tenant = await expiring(3);
    const [row] = await own.store.rows<{ id: Uint8Array }>('select id from tokens where tenant_id = ? limit 1', [
      idColumn(tenant.tenantId),
    ]);
    await own.store.commit([
      { sql: "update tokens set type = 'no type' where id = ?", parameters: [row?.id ?? new Uint8Array()] },
    ]);
    own.pass(2 * minute);
    await sweepAll();
    expect(await left(tenant)).toBe(1);
  });
});
