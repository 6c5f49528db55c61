import { expect, it } from 'vitest';
import { verifyAudit } from '../../packages/vault/src/audit-verify/verify.ts';
import { firstColumn } from '../../packages/vault/src/store/testing/first-column.ts';
import { freshDatabase } from '../../packages/vault/src/store/testing/postgres-database.ts';
import { session } from '../../packages/vault/src/store/testing/sessions.ts';
import { allTokens, startRig } from '../../packages/vault/src/testing/rig.ts';
import { storageInDatabase } from '../../packages/vault/src/testing/stores.ts';
import { codeBlock } from './markdown.ts';

const number = '4242424242424242';
const card = (more: object = {}) => ({
  type: 'card',
  data: { number, expiration_month: 1, expiration_year: 2030 },
  search_indexes: ['{{ data.number }}'],
  metadata: { order: '1' },
  ...more,
});

it('a vault works as before on tables that are divided by tenant', async () => {
  const url = await freshDatabase();
  const rig = await startRig({ place: storageInDatabase(url) });
  const client = await session(url);
  const column = (sql: string) => firstColumn(url, sql);
  const namesOf = async () => [
    ...(await column(`select tablename || ' ' || indexname from pg_indexes where schemaname = 'tessera'
      and tablename !~ '_[0-9]+$' order by 1`)),
    ...(await column(`select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'tessera'::regnamespace and contype in ('p', 'u', 'f') and conparentid = 0
      and conrelid::regclass::text !~ '_[0-9]+$' order by 1`)),
  ];
  try {
    const tenants = [rig.acme, await rig.tenant('Other'), await rig.tenant('Third')];
    const keys = await Promise.all(tenants.map((tenant) => rig.application('server_to_server', allTokens(), tenant)));
    const [key = '', other = ''] = keys;
    const first = await rig.send('POST', '/tokens', { key, body: card({ id: 'order-1' }) });
    expect(first.status).toBe(201);
    for (const each of keys) expect((await rig.send('POST', '/tokens', { key: each, body: card() })).status).toBe(201);
    const before = await namesOf();

    await client.query(codeBlock('docs/scaling.md', 'sql', 'partition by hash'));
    expect(await namesOf()).toEqual(before);

    // Another process finds everything, and the one that was there goes on too.
    const { send } = await rig.another();
    for (const by of [send, rig.send]) {
      const found = await by('POST', '/tokens/search', { key, body: { query: `data:${number} AND metadata.order:1` } });
      expect(found.body.pagination.total_items).toBe(2);
      expect((await by('GET', '/tokens/order-1', { key })).body.data.number).toBe(number);
      expect((await by('GET', '/tokens/order-1', { key: other })).status).toBe(404);
      expect((await by('POST', '/tokens', { key, body: card({ id: 'order-1' }) })).status).toBe(409);
      expect((await by('POST', '/tokens', { key, body: card({ deduplicate_token: true }) })).status).toBe(200);
    }
    const changed = await send('PATCH', '/tokens/order-1', { key, body: { metadata: { order: '2' } } });
    expect(changed.status, changed.text).toBe(200);
    expect((await send('DELETE', '/tokens/order-1', { key })).status).toBe(204);
    expect((await send('GET', '/tokens', { key })).body.pagination.total_items).toBe(1);

    expect((await rig.send('DELETE', '/tenants/self', { key: tenants[2]?.key ?? '' })).status).toBe(204);
    rig.pass(120_000);
    await rig.vault.tidy();
    expect(await column('select count(*) from tessera.tenants')).toEqual(['2']);

    const plan = await column(`explain select * from tessera.tokens
      where tenant_id = decode(repeat('00', 16), 'hex') and id = decode(repeat('00', 16), 'hex')`);
    expect(new Set(plan.join('\n').match(/tokens_\d+/g))).toHaveProperty('size', 1);

    const findings: string[] = [];
    const verified = await verifyAudit({
      ...{ store: rig.store, keyring: rig.keyring, clock: rig.keyringOptions.clock, progress: () => undefined },
      report: async ({ message }) => void findings.push(message),
    });
    expect([findings, verified.tokens]).toEqual([[], 2]);
  } finally {
    await rig.close();
  }
});
