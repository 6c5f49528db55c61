import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { theVault } from '../access/origin.ts';
import { auditRow } from '../audit/audit.ts';
import { migrations } from '../store/migrations.ts';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import type { NewTenant } from '../tenants/create.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import type { Finding, FindingKind } from './finding.ts';
import { verifyAudit } from './verify.ts';
import type { LogPiece } from './verify-log.ts';

let rig: Rig;
let other: NewTenant;
/** Cards of the first tenant: one updated twice, one untouched, one deleted; and one of the other tenant. */
let updated: string;
let plain: string;
let deleted: string;
let foreign: string;
/** Applications: one that was renamed, one that was deleted later. */
let renamed: string;
let dropped: string;
/** The database before the last update of the first card, and at the end. */
let before: string;
let after: string;

const hex = (id: string) => id.replaceAll('-', '');

const snapshot = async (name: string): Promise<string> => {
  const source = new DatabaseSync(join(rig.folder, 'vault.db'), { readOnly: true });
  const path = join(rig.folder, name);
  await backup(source, path);
  source.close();
  return path;
};

beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
  other = await rig.tenant('Other');
  const mine = await rig.application('server_to_server', allTokens());
  const theirs = await rig.application('server_to_server', allTokens(), other);
  const make = async (key: string) => {
    const body = { type: 'card', data: { number: '4242424242424242', cvc: '123' }, metadata: { a: 'b' } };
    const headers = { 'BT-IDEMPOTENCY-KEY': 'once' };
    await rig.send('POST', '/tokens', { key, headers, body: { type: 'token', data: 1 } });
    return (await rig.send('POST', '/tokens', { key, body })).body.id as string;
  };
  [updated, plain, deleted, foreign] = [await make(mine), await make(mine), await make(mine), await make(theirs)];
  const change = (month: number) =>
    rig.send('PATCH', `/atomic/cards/${updated}`, { key: mine, body: { card: { expiration_month: month } } });
  await change(3);
  await rig.vault.tidy();
  await rig.send('GET', `/tokens/${plain}`, { key: mine });
  await rig.send('GET', `/tokens/${foreign}`, { key: theirs });
  // As where a webhook is told that the code of a card was destroyed: that is no new version of the token.
  const expired = { tenantId: other.tenantId, ...theVault, entityType: 'card', entityId: foreign } as const;
  await rig.store.commit([auditRow(rig.keyring, { ...expired, operation: 'expire', createdAt: Date.UTC(2022, 0, 1) })]);
  await rig.vault.tidy();
  const application = async (name: string): Promise<string> => {
    const body = { name, type: 'server_to_server', permissions: ['token:general:read:low'] };
    return (await rig.send('POST', '/applications', { key: other.key, body })).body.id;
  };
  renamed = await application('before');
  dropped = await application('dropped');
  await rig.send('PUT', `/applications/${renamed}`, { key: other.key, body: { name: 'after', permissions: [] } });
  before = await snapshot('before.db');
  rig.pass(5000);
  await change(4);
  await rig.send('DELETE', `/tokens/${deleted}`, { key: mine });
  await rig.send('DELETE', `/applications/${dropped}`, { key: other.key });
  await rig.send('GET', `/tokens?id=${plain}`, { key: mine });
  await rig.vault.tidy();
  after = await snapshot('after.db');
});
afterAll(async () => {
  await rig.close();
});

/** Verifies a copy of the database that was tampered with by SQL. */
const verify = async (
  tamper = '',
  { from = after, keyring = rig.keyring, log = undefined as readonly LogPiece[] | undefined } = {},
) => {
  const path = join(temporaryFolder(), 'copy.db');
  copyFileSync(from, path);
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  db.exec(`attach '${before}' as old`);
  db.exec(tamper);
  db.close();
  const store = await openSqlite({ path, migrations });
  onTestFinished(() => store.close());
  const findings: Finding[] = [];
  const verified = await verifyAudit({
    store,
    keyring,
    clock: () => Date.UTC(2022, 0, 1),
    // Marks are taken out of a piece as they are found.
    ...(log && { log: structuredClone(log) }),
    progress: () => undefined,
    report: async (finding) => void findings.push(finding),
  });
  expect(verified.findings).toBe(findings.length);
  return { verified, findings, kinds: findings.map(({ kind }) => kind) };
};

/** A piece of a log with what it tells of. */
const of = (told: Partial<LogPiece>): LogPiece => ({
  ...{ heads: [], rows: new Map(), since: Date.UTC(2022, 0, 1), until: Date.UTC(2022, 0, 2) },
  ...told,
});

/** The number of the first audit row with this entity and operation; or the one `nth` after it. */
const row = (entityId: string, operation: string, nth = 0) =>
  `(select n from audit where entity_id = '${entityId}' and operation = '${operation}' order by n limit 1 offset ${nth})`;
const token = (id: string) => `id = x'${hex(id)}'`;
const oldRow = (id: string) => `delete from tokens where ${token(id)};
  insert into tokens select * from old.tokens where ${token(id)};`;

describe('audit verify', () => {
  it('finds nothing where nothing was touched', async () => {
    const { verified, findings } = await verify();
    expect(findings).toEqual([]);
    expect(verified).toMatchObject({ tenants: 2, tokens: 5, unsealed: 0, destroyed: 0 });
    expect(verified.rows).toBeGreaterThan(12);
    expect(verified.seals).toBeGreaterThan(4);
  });

  it.each<[what: string, tamper: () => string, found: FindingKind[]]>([
    [
      'an edited row',
      () => `update audit set created_at = created_at - 1 where n = ${row(plain, 'read')}`,
      ['row-changed'],
    ],
    [
      'an edited address',
      () => `update audit set origin = '198.51.100.7' where n = ${row(plain, 'read')}`,
      ['row-changed'],
    ],
    [
      'an address that is gone',
      () => `update audit set origin = null where n = ${row(plain, 'read')}`,
      ['row-changed'],
    ],
    [
      'the trace id of another request',
      () => `update audit set trace = 'another' where n = ${row(plain, 'read')}`,
      ['row-changed'],
    ],
    ['an edited change', () => `update audit set changes = '[]' where n = ${row(renamed, 'update')}`, ['row-changed']],
    [
      'an address on a row that has none',
      () => `update audit set origin = '198.51.100.7' where n = ${row(foreign, 'expire')}`,
      ['row-changed'],
    ],
    [
      'a row moved to another token',
      () => `update audit set entity_id = '${updated}' where n = ${row(plain, 'read')}`,
      ['row-changed'],
    ],
    [
      'a row moved to another tenant',
      () => `update audit set tenant_id = x'${hex(other.tenantId)}' where n = ${row(plain, 'read')}`,
      ['row-changed', 'rows-added', 'rows-removed'],
    ],
    ['a sealed row that was removed', () => `delete from audit where n = ${row(plain, 'read')}`, ['rows-removed']],
    [
      'a copied row',
      () => `insert into audit (tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, version, digest, origin, trace, changes, mac)
        select tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, version, digest, origin, trace, changes, mac
        from audit where n = ${row(updated, 'update')}`,
      ['history-broken', 'token-ahead'],
    ],
    [
      'a removed seal',
      () => `delete from audit_seals where seal = 2 and tenant_id = x'${hex(rig.acme.tenantId)}'`,
      ['seal-removed'],
    ],
    [
      'an edited seal',
      () => `update audit_seals set row_count = row_count - 1 where seal = 2 and tenant_id = x'${hex(rig.acme.tenantId)}';
        delete from audit where n = ${row(plain, 'read')}`,
      ['seal-changed'],
    ],
    ['a token put back to an older version', () => oldRow(updated), ['token-rolled-back']],
    [
      'a token put back together with its audit',
      () => `${oldRow(updated)} delete from audit where n = ${row(updated, 'update', 1)}`,
      ['rows-removed'],
    ],
    [
      'a token put back with a copy of its older audit row',
      () => `${oldRow(updated)}
        insert into audit (tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, version, digest, origin, trace, changes, mac)
        select tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, version, digest, origin, trace, changes, mac
        from audit where n = ${row(updated, 'update')}`,
      ['history-broken'],
    ],
    [
      'a deleted token that was put back',
      () => `insert into tokens select * from old.tokens where ${token(deleted)}`,
      ['token-returned'],
    ],
    ['a token removed without a word', () => `delete from tokens where ${token(plain)}`, ['token-removed']],
    [
      'data moved between tokens',
      () => `update tokens set (sealed, wrapped_dek, kek_version) =
        (select sealed, wrapped_dek, kek_version from tokens where ${token(updated)}) where ${token(plain)}`,
      ['token-changed'],
    ],
    [
      'a token moved to another tenant',
      () => `update tokens set tenant_id = x'${hex(other.tenantId)}' where ${token(plain)}`,
      ['token-removed', 'token-unrecorded'],
    ],
    [
      'data key moved between tokens',
      () =>
        `update tokens set wrapped_dek = (select wrapped_dek from tokens where ${token(updated)}) where ${token(plain)}`,
      ['token-unreadable'],
    ],
    [
      'a masked form moved between tokens',
      () =>
        `update tokens set masked_sealed = (select masked_sealed from tokens where ${token(updated)}) where ${token(plain)}`,
      ['token-unreadable'],
    ],
    [
      'a masked form put back to an older version',
      () => `update tokens set masked_sealed = (select masked_sealed from old.tokens where ${token(updated)})
        where ${token(updated)}`,
      ['token-unreadable'],
    ],
    [
      'a masked form that names another version of the key',
      () => `update tokens set masked_kek_version = 7 where ${token(plain)}`,
      ['token-unreadable'],
    ],
    [
      'a stored answer whose key was replaced',
      () => 'update idempotency set wrapped_dek = zeroblob(40)',
      ['value-unreadable', 'value-unreadable'],
    ],
    [
      'privacy lowered to let others read',
      () => `update tokens set impact_level = 'low' where ${token(plain)}`,
      ['token-changed'],
    ],
    ['an expiry taken away', () => `update tokens set expires_at = 1 where ${token(plain)}`, ['token-changed']],
    [
      'a token made by hand',
      () => `create temp table t as select * from tokens where ${token(plain)};
        update t set id = x'${hex('0190a5b0-0000-7000-8000-000000000001')}'; insert into tokens select * from t`,
      ['token-unrecorded'],
    ],
    [
      'a verification code that is to be kept for longer',
      () => `update tokens set cvc_expires_at = cvc_expires_at + 1000 where ${token(plain)}`,
      ['token-unreadable'],
    ],
    [
      'permissions raised in the database',
      () => `update applications set permissions = '["token:pci:read:high"]' where name like 'server_to_server%'
        and tenant_id = x'${hex(other.tenantId)}'`,
      ['record-changed'],
    ],
    [
      'API keys of two applications swapped',
      () => `create temp table k as select id, keys from applications where tenant_id = x'${hex(rig.acme.tenantId)}';
        update applications set keys = (select keys from k where k.id <> applications.id) where id in (select id from k)`,
      ['record-changed', 'record-changed'],
    ],
    [
      'settings of a tenant changed in the database',
      () => `update tenants set settings = '{"deduplicate_tokens":true}' where id = x'${hex(other.tenantId)}'`,
      ['record-changed'],
    ],
    [
      'test mode taken away',
      () => `update tenants set test_mode = 1 - test_mode`,
      ['record-changed', 'record-changed'],
    ],
    [
      'an application put back to an older version',
      () => `update applications set name = 'before', version = 1 where id = x'${hex(renamed)}'`,
      ['record-changed'],
    ],
    ['an application that is gone', () => `delete from applications where id = x'${hex(renamed)}'`, ['record-removed']],
    [
      'an application that nobody made',
      () => `create temp table t as select * from applications where id = x'${hex(renamed)}';
        update t set id = randomblob(16); insert into applications select * from t`,
      ['record-unrecorded'],
    ],
    [
      'an application that was deleted and is back',
      () => `insert into applications select * from old.applications where id = x'${hex(dropped)}'`,
      ['record-returned'],
    ],
  ])('finds %s', async (_what, tamper, found) => {
    const { kinds } = await verify(tamper());
    expect(kinds.sort()).toEqual(found.sort());
  });

  it('finds two rows in each other’s place', async () => {
    const [a, b] = [row(plain, 'create'), row(deleted, 'create')];
    const { findings } = await verify(`create temp table swap as select ${a} as a, ${b} as b;
      update audit set n = -1 where n = (select a from swap);
      update audit set n = (select a from swap) where n = (select b from swap);
      update audit set n = (select b from swap) where n = -1`);
    expect(findings).toMatchObject([{ kind: 'rows-reordered', tenantId: rig.acme.tenantId, seal: 1 }]);
  });

  it('says what was found, where, and nothing of a value', async () => {
    const { findings } = await verify(
      `update audit set tenant_id = x'${hex(other.tenantId)}' where n = ${row(plain, 'read')}; ${oldRow(updated)}`,
    );
    const messages = findings.map(({ message }) => message);
    expect(messages).toContainEqual(
      expect.stringMatching(
        new RegExp(`^Row \\d+ \\(read of card ${plain} at .*Z\\) belongs to tenant ${rig.acme.tenantId}`),
      ),
    );
    expect(messages).toContainEqual(
      expect.stringMatching(new RegExp(`^Token ${updated} is at version 2, but row \\d+ tells of version 3\\.$`)),
    );
    expect(JSON.stringify(findings)).not.toContain('42424242');
  });

  it('finds an end that was cut off by what the log tells of', async () => {
    const store = await openSqlite({ path: after, migrations });
    onTestFinished(() => store.close());
    const heads = await store.rows<{ seal: number; mac: Uint8Array; tenant_id: Uint8Array }>(
      'select tenant_id, max(seal) as seal, mac from audit_seals group by tenant_id',
    );
    const known = heads.map(({ seal, mac, tenant_id }) => {
      const id = Buffer.from(tenant_id).toString('hex');
      return { seal, mac, tenantId: id === hex(other.tenantId) ? other.tenantId : rig.acme.tenantId };
    });
    expect((await verify('', { log: [of({ heads: known })] })).findings).toEqual([]);
    const { findings } = await verify('', { from: before, log: [of({ heads: known })] });
    expect(findings.map(({ kind, tenantId }) => [kind, tenantId])).toEqual(
      expect.arrayContaining([
        ['head-missing', rig.acme.tenantId],
        ['head-missing', other.tenantId],
      ]),
    );
  });

  it('is not silenced by somebody who writes that a tenant was destroyed: only keys that are gone excuse findings', async () => {
    const tamper = `update audit set created_at = created_at - 1 where n = ${row(plain, 'read')}`;
    const claimed = { ...rig.keyring, destroyedAt: async () => 1 };
    const { kinds } = await verify(tamper, { keyring: claimed });
    expect(kinds.sort()).toEqual(['destruction-forged', 'destruction-forged', 'row-changed']);
    // The guard taken out: keys that seem to be gone silence everything.
    const silenced = { ...claimed, has: () => false };
    expect((await verify(tamper, { keyring: silenced })).kinds).toEqual([]);
  });

  it('misses acknowledged writes that the log tells of, and counts what the log cannot speak for', async () => {
    const lines = rig.lines.map((line) => JSON.parse(line)).filter((line) => line.audit_row);
    expect(lines.length).toBeGreaterThan(8);
    const rows = new Map<string, Map<string, string>>();
    for (const { tenant_id: id, audit_row: mark, trace_id: trace } of lines) {
      rows.set(id, (rows.get(id) ?? new Map()).set(mark, trace));
    }
    const until = Date.UTC(2022, 0, 1, 0, 0, 2);
    const log = [of({ rows, until })];
    const all = await verify('', { log });
    expect(all.findings).toEqual([]);
    expect(all.verified.unproven).toBeGreaterThan(2);
    // What a standby lacked: the end of the audit with what it tells of, seals included.
    const lost = await verify('', { from: before, log });
    expect(new Set(lost.kinds)).toEqual(new Set(['row-missing']));
    expect(lost.findings).toHaveLength(3);
    expect((await verify('', { from: before })).findings).toEqual([]);
    // The same log in pieces of one line each, and with times at which none of its rows was made.
    const pieces = [...rows].flatMap(([id, marks]) =>
      [...marks].map((mark) => of({ rows: new Map([[id, new Map([mark])]]), until })),
    );
    for (const taken of [pieces, log.map((piece) => ({ ...piece, since: 0, until: 1 }))]) {
      expect((await verify('', { log: taken })).findings).toEqual([]);
      expect((await verify('', { from: before, log: taken })).kinds).toEqual(lost.kinds);
    }
  });
});
