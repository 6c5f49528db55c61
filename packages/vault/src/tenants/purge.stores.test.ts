import { afterAll, beforeAll, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { tablesWith } from '../testing/stores.ts';
import { deleteTenant, type NewTenant } from './create.ts';
import { tenantTables } from './purge.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig.close();
});

/** A tenant with rows in every table. */
const lively = async (): Promise<{ tenant: NewTenant; key: string; token: string }> => {
  const tenant = await rig.tenant('Short-lived');
  const key = await rig.application('server_to_server', allTokens(), tenant);
  const { body } = await rig.send('POST', '/tokens', {
    key,
    headers: { 'BT-IDEMPOTENCY-KEY': 'once' },
    body: { type: 'card', data: { number: '4242424242424242' }, metadata: { a: 'b' } },
  });
  return { tenant, key, token: body.id };
};

const rowsOf = async (tenantId: string) => {
  const id = Buffer.from(tenantId.replaceAll('-', ''), 'hex');
  const counts = Object.keys(tenantTables).map(async (table) => {
    const [row] = await rig.store.rows<{ n: number }>(`select count(*) as n from ${table} where tenant_id = ?`, [id]);
    return row?.n ?? 0;
  });
  const tenants = await rig.store.rows('select id from tenants where id = ?', [id]);
  return { rows: (await Promise.all(counts)).reduce((sum, n) => sum + n), tenants: tenants.length };
};

it('knows every table that holds rows of tenants', async () => {
  expect(await tablesWith(rig.store, 'tenant_id')).toEqual(Object.keys(tenantTables).sort());
});

it('leaves nothing of a deleted tenant, and everything of the others', async () => {
  const gone = await lively();
  const stays = await lively();
  // So that no row is left to be sealed.
  await rig.vault.tidy();
  const before = await rowsOf(stays.tenant.tenantId);
  expect((await rowsOf(gone.tenant.tenantId)).rows).toBeGreaterThan(8);

  await deleteTenant({ keyring: rig.keyring, authenticator: { forget: () => undefined } }, gone.tenant.tenantId);
  expect((await rig.send('GET', `/tokens/${gone.token}`, { key: gone.key })).status).toBe(401);
  expect((await rig.send('GET', '/applications', { key: gone.tenant.key })).status).toBe(401);

  await rig.vault.tidy();
  expect(await rowsOf(gone.tenant.tenantId)).toEqual({ rows: 0, tenants: 1 });
  rig.pass(61_000);
  await rig.vault.tidy();
  expect(await rowsOf(gone.tenant.tenantId)).toEqual({ rows: 0, tenants: 0 });
  await rig.vault.tidy();
  const told = rig.lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg.includes('deleted tenant'));
  expect(told).toEqual([expect.objectContaining({ level: 'warn', tenant_id: gone.tenant.tenantId })]);
  expect(await rowsOf(stays.tenant.tenantId)).toEqual(before);
  expect((await rig.send('GET', `/tokens/${stays.token}`, { key: stays.key })).body.data.number).toBe(
    '4242424242424242',
  );
});
