import { expect, inject, it } from 'vitest';
import { theVault } from '../access/origin.ts';
import { auditRecord } from '../audit/records.ts';
import { verifyAudit } from '../audit-verify/verify.ts';
import { rotateKey } from '../cli/applications-keys.ts';
import { idToText, uuid7 } from '../ids.ts';
import { createKeyring } from '../keys/keyring.ts';
import { keyMigrations } from '../keys/migrations.ts';
import { pooledRandom } from '../keys/random.ts';
import { localRootKey } from '../keys/root-key.ts';
import { idColumn, insertInto } from '../store/columns.ts';
import { migrations } from '../store/migrations.ts';
import type { Statement } from '../store/port.ts';
import { postgres } from '../store/testing/postgres-engine.ts';
import { sqlite } from '../store/testing/sqlite-engine.ts';
import { insertTenant, type Tenant, tenantColumns } from '../tenants/store.ts';
import { newApiKey } from './api-key.ts';
import { findApplicationAnywhere } from './applications.ts';
import { authenticator } from './authenticate.ts';

const random = pooledRandom();
let now = Date.UTC(2022, 0, 1);
const clock = () => now;
const minute = 60_000;

/** The last step of databases in which an application had one key and, for a while, a former one. */
const before = migrations.findIndex(({ name }) => name === 'several keys of an application');

/** An audit row as it was written before it had what the later columns say. */
const asBefore = ({ sql, parameters }: Statement): Statement => ({
  sql: sql.replace(', reason, origin, trace, changes, mac', ', mac').replace('?, ?, ?, ?, ', ''),
  parameters: parameters.toSpliced(-5, 4),
});

it('keeps keys of a database from before, and what the audit proves of them', async () => {
  const engine = inject('engine') === 'PostgreSQL' ? postgres() : sqlite;
  const [open, openKeys] = [await engine.place(), await engine.place()];
  const keyring = await createKeyring({
    ...{ store: await openKeys(keyMigrations), root: localRootKey(random(32)), random, clock },
  });
  const newId = () => idToText(uuid7(clock, random)());
  const [tenantId, id, untouched] = [newId(), newId(), newId()];
  await keyring.createTenant(tenantId);
  const tenant: Tenant = {
    ...{ id: tenantId, ownerId: newId(), name: 'Acme', settings: {}, testMode: false, version: 1, createdAt: now },
    ...{ quota: { tokens: undefined, bytes: undefined }, modifiedAt: undefined, modifiedBy: undefined },
  };
  const [current, former, lone] = [newApiKey(random), newApiKey(random), newApiKey(random)];
  const rowOf = (application: string, key: string, old?: string) => ({
    ...{ tenant_id: idColumn(tenantId), id: idColumn(application), name: 'Shop', type: 'server_to_server' },
    ...{ permissions: '["token:pci:create"]', key_hash: keyring.hashApiKey(key), version: 1, created_at: now },
    former_key_hash: old === undefined ? null : keyring.hashApiKey(old),
    former_key_ends_at: old === undefined ? null : now + minute,
    ...{ created_by: null, modified_at: null, modified_by: null },
  });
  const actor = { tenantId, applicationId: undefined, origin: undefined };
  const rows = [rowOf(id, current, former), rowOf(untouched, lone)];
  const old = await open(migrations.slice(0, before));
  await old.commit([
    insertTenant(tenant),
    asBefore(auditRecord({ keyring, clock }, 'tenant')(actor, 'create', tenantColumns(tenant))),
    ...rows.flatMap((row) => [
      insertInto('applications', row),
      asBefore(auditRecord({ keyring, clock }, 'application')(actor, 'create', row)),
    ]),
  ]);
  await old.close();

  const store = await open(migrations);
  const works = async (key: string) =>
    await authenticator(store, keyring, clock)
      .authenticate(key)
      .then(
        ({ applicationId }) => applicationId,
        () => undefined,
      );
  const findings = async () => {
    const found: string[] = [];
    const report = async ({ kind }: { kind: string }) => void found.push(kind);
    await verifyAudit({ store, keyring, clock, progress: () => undefined, report });
    return found;
  };
  const find = async () => {
    const found = await findApplicationAnywhere(store, id);
    if (!found) throw new Error('There is no such application.');
    return found;
  };

  expect(await findings()).toEqual([]);
  expect([await works(current), await works(former), await works(lone)]).toEqual([id, id, untouched]);
  const inherited = (await find()).keys;
  expect(inherited.map(({ expiresAt }) => expiresAt)).toEqual([undefined, now + minute]);
  expect(new Set(inherited.map((key) => key.id)).size).toBe(2);

  // The first change writes them in their new form. They keep their ids.
  const { key } = await rotateKey({ data: store, keyring, clock, random, actor: theVault }, await find(), 10 * minute);
  expect((await find()).keys.slice(1).map((each) => each.id)).toEqual(inherited.map((each) => each.id));
  expect([await works(current), await works(former), await works(key)]).toEqual([id, id, id]);
  expect(await findings()).toEqual([]);
  now += minute;
  expect([await works(current), await works(former), await works(key)]).toEqual([id, undefined, id]);

  await store.commit([
    { sql: 'update applications set key_hash = ? where id = ?', parameters: [random(32), idColumn(untouched)] },
  ]);
  expect([await works(lone), await findings()]).toEqual([undefined, ['record-changed']]);
});
