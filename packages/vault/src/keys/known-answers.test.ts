import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { tenantBytes, vaultId } from './key-store.ts';
import { openKeyring } from './keyring.ts';
import { keyMigrations } from './migrations.ts';
import { startTransit } from './providers/testing/transit-stand-in.ts';
import { transitRootKey } from './providers/transit.ts';
import { pooledRandom } from './random.ts';
import { localRootKey } from './root-key.ts';
import { rotateRoot } from './rotate-root.ts';
import { openVaultKey } from './vault-key.ts';

/*
 * What stands wrapped in key databases. These bytes were computed apart from the code here, from RFC 3394, RFC 5869 and the layout of the
 * context. A release that does not open them has lost the data of every vault: a change of a layout needs a new name in the context, and
 * the old one stays here.
 */

const rootKey = () => localRootKey(new Uint8Array(32).map((_, place) => place));
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const tenant = '0190a5b0-0000-7000-8000-000000000001';
const kek = { ownerId: tenant, purpose: 'kek', version: 1 } as const;
const key = new Uint8Array(32).fill(0xab);

const answers = {
  checkValue: 'c1f193c7660d66d48229b6fc518ba358',
  kek: '269d50c4decf8e31dca136519c7e533b598de6f90c7cc4925318a124ad4d2f5560528206b9be9e95',
  vaultKey: 'd284abaa3eaaba0275e88ceff7dbaa9f27bc0fe13f2d2c4d062721583c8700828f7588c2f8429246',
  kekUnderVaultKey: 'af556b8f5c92ef705f98cd721655491210e345a9a9a5d073f8ee6f0ff32b892295ed2e60777a51b3',
  transit: 'vault:v1:BwcHBwcHBwcHBwcHpMEN98SkfF9tNrgrK/pfMAr3JtgjXCqyVRD1Ua91mbDGlwoDaUi0p8uCZUgEpSpT',
};

it('a root key in this process wraps and names itself as ever', async () => {
  expect(Buffer.from(await rootKey().wrap(kek, key)).toString('hex')).toBe(answers.kek);
  expect(Buffer.from(rootKey().checkValue?.() ?? []).toString('hex')).toBe(answers.checkValue);
});

it('a vault key opens, and what is under it', async () => {
  const wrapper = await openVaultKey(rootKey(), { version: 1, record: bytes(answers.vaultKey) });
  expect(new Uint8Array((await wrapper?.unwrap(kek, bytes(answers.kekUnderVaultKey))) ?? [])).toEqual(key);
  expect(await openVaultKey(rootKey(), { version: 2, record: bytes(answers.vaultKey) })).toBeUndefined();
});

it('what a transit engine has wrapped opens there', async () => {
  const transit = await startTransit();
  onTestFinished(transit.close);
  transit.keys.set('tessera', [Buffer.from(new Uint8Array(32).map((_, place) => place))]);
  const provider = transitRootKey({
    ...{ origin: transit.origin, ca: transit.ca, mount: 'transit', key: 'tessera', uri: 'vault://x/transit/tessera' },
    login: { how: 'token', read: () => 's.given' },
    clock: Date.now,
  });
  expect(new Uint8Array(await provider.unwrap(kek, Buffer.from(answers.transit)))).toEqual(key);
});

it('a key database from before there were vault keys opens, and a rotation gives it one', async () => {
  const store = await openSqlite({ path: join(temporaryFolder(), 'keys.db'), migrations: keyMigrations });
  onTestFinished(() => store.close());
  const rows: [owner: string, purpose: string, wrapped: string][] = [
    [vaultId, 'api-key', 'a27e5270b93d551544c83365af7db5f2f0f6573621fe1e0d86607d28014e7e4697d1312e0d3abdef'],
    [tenant, 'kek', answers.kek],
    [tenant, 'fingerprint', 'ef7dd0606e1a902d93ca869f0e86762fcb38fc5cb7fcbe622c6674d517266389bfad9c42b196a554'],
    [tenant, 'blind-index', '85920ff4015a0570e6e6c3ae64273e15b98cfe9f00178b6108b296e3b4db9736ded1e10671e5d36b'],
    [tenant, 'audit', '29b240b9ca650d59aeeb4a95fdffae7e1bf30a40885163d6697af7e7898148f1da2b3deb5feda93e'],
  ];
  await store.commit([
    {
      sql: 'insert into root_keys (version, check_value, created_at) values (1, ?, 0)',
      parameters: [bytes(answers.checkValue)],
    },
    ...rows.map(([owner, purpose, wrapped]) => ({
      sql: `insert into wrapped_keys (tenant_id, purpose, version, root_version, wrapped, active_at, created_at)
        values (?, ?, 1, 1, ?, 0, 0)`,
      parameters: [tenantBytes(owner), purpose, bytes(wrapped)],
    })),
    { sql: 'update key_changes set n = 1', parameters: [] },
  ]);
  const options = { store, root: rootKey(), random: pooledRandom(), clock: () => 1 };
  const before = await openKeyring(options);
  const macs = (keyring: typeof before) => [
    keyring.hashApiKey('key'),
    keyring.tenant(tenant).auditMac(Buffer.from('a row')),
    keyring.tenant(tenant).fingerprint(['a value']),
    keyring.tenant(tenant).blindIndex('a label'),
  ];
  const place = { tenantId: tenant, tokenId: 'a token', type: 'token', version: 1, field: 'data' } as const;
  const sealed = before.tenant(tenant).seal(place, Buffer.from('a value'));
  await before.createTenant('0190a5b0-0000-7000-8000-000000000002');
  await expect(openKeyring({ ...options, root: localRootKey(new Uint8Array(32)) })).rejects.toMatchObject({
    code: 'wrong',
  });

  const next = localRootKey(new Uint8Array(32).fill(9));
  expect(await rotateRoot(options, next)).toBe(2);
  const after = await openKeyring({ ...options, root: next });
  expect(macs(after)).toEqual(macs(before));
  expect(Buffer.from(after.tenant(tenant).open(place, sealed)).toString()).toBe('a value');
  const [newest] = await store.rows<{ check_value: Uint8Array }>('select check_value from root_keys where version = 2');
  expect(newest?.check_value).toHaveLength(40);
});
