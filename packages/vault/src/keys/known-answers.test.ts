import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { tenantBytes, vaultId } from './key-store.ts';
import { openKeyring } from './keyring.ts';
import { keyMigrations } from './migrations.ts';
import { awsKmsRootKey } from './providers/aws/aws-kms.ts';
import { azureRootKey } from './providers/azure/azure-kv.ts';
import { gcpKmsRootKey } from './providers/gcp/gcp-kms.ts';
import { lasting } from './providers/lasting.ts';
import { keyArn, region, startAwsKms } from './providers/testing/aws-stand-in.ts';
import { startAzure } from './providers/testing/azure-stand-in.ts';
import { keyName, startGcpKms } from './providers/testing/gcp-stand-in.ts';
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
  aws: [
    '070707070707070707070707a4c10df7c4a47c5f6d36b82b2bfa5f300af726d8235c2ab25510f551af7599b0b84577cccd10ba00',
    '8534172e4a62bef6',
  ].join(''),
  gcp: [
    '070707070707070707070707a4c10df7c4a47c5f6d36b82b2bfa5f300af726d8235c2ab25510f551af7599b01a0ce32ef7c5b80c',
    '4036be390abd65d0',
  ].join(''),
  azureAes: [
    'azurekv:1:A256KW:tessera:00112233445566778899aabbccddeeff:SvtPZqSM6VXwiTE1SxqOYPrG4L_amlJoyaIj9Cuele6ONq',
    'B9O-plMQ:6I2BcDI3EZvuTeH38GVbStANBhiCu9pBLbJMF0E1UQFhB6JTU91vnQ::xxei0ip8qtMu',
  ].join(''),
  azureRsa: [
    'azurekv:1:RSA-OAEP-256:tessera:00112233445566778899aabbccddeeff:UWi3uyavpuV-R_ckNDnhtU0QnaikUAN7FQWYphAL',
    'Do3WicjcJUaPCPii8hrx7W3-GDoiJDqN4cNIwsksYnfGFPZBfaEQdC2AXWH6zMPSUgd4gQY0Bdzfe0f8cLJhp-4TPGQj6q_uP34LZWSE',
    'jzMuQp62C5GAUcJZ74bStzVS5WU:6I2BcDI3EZvuTeH38GVbStANBhiCu9pBLbJMF0E1UQFhB6JTU91vnQ:Trm8XuPEeMIbjVvmYMqv2',
    '_FnuoHcQHNFRbMvEMBh-iUJ5_O-3aRK913phWVitnxFniiTbvitQmUM3_kSjoHpV2i_pCikINZsH5B9lAc0SwyL6uS0JFFXsPy7iIutj',
    'S79355HskF8DQa5sj5UywZyT_HuxRibP3QRKjRtc1jr0zY:qFdvwFaHjP7G',
  ].join(''),
};

/** An RSA key in Azure, for these answers alone (PKCS #1). */
const rsaKey = [
  'MIICWgIBAAKBgQDJ3E9pwsxBvfUg7xOUDec0LtyZp377ohpK0BlrGfqbXXvYGO4ZQTwBjfFqZ1HkGUrSBt0XUbhNNjnSMvPxA9Q4IQM5cJqi',
  'lRSmYAmf8fO9ww+svMHRCgmaWYAmmBAHz+QTKCIip+7eAG+M3JHjQY3XVkyfObtQ+AWr5FwAdRHDvwIDAQABAn8CXZKQqre6DX/R4vtXwNH0',
  'ypfLNStHx56HQekKWEOXjoDlB2XC5gDOA9vQY2WSRrmZvHrayxpdzUTgMbiqGmFiQalI/GLmNb5rW6cKndHu8rC1v923mVtp7bWptTHYGzJu',
  '2jHum4gG/gxpVGoLCM+xSeeIpicg0xlkSs3BXWZJAkEA9FRlni9G2BrwU6DC/RAenqCyAT2/j1syXcL8d2Qsu+lSeSwis6i+sFY098vcAb2B',
  'nb/Rs1cAAKvJFRfsHC2hCwJBANOAnJkf04YZWAZGxgC0su821TUG6cmtT5vgBoInbBB3ZyQIZiIP8p724kj7i6GSTTBGnkvMqDlHbBPqsKEC',
  'AJ0CQDjXtbiCiTnXspfSK+sSJ/2Bp0gQpJNmhSY5KeFg5eNl2fEk6oHfvVVrCPGpdOrWuuQHb3MIx5BgZuzIXv8DQpcCQQC/RwNZIIVmM6l+',
  'E6ein8lrukVcLaJluI3UxOhd8VU0Fyh6V/Y2PAIKbfD8XDJNr0iLrnIezzocg1FlOcz/8BWpAkA2K3rSOMQj/ZcZOkD4xNw8l2MQxm8EjFy9',
  'uQoe5uP1zGmuUuAfQX4GL72MYHN896IrHgu+cy42zWHf3K0c+0Mh',
].join('');

const octets = () => Buffer.from(new Uint8Array(32).map((_, place) => place));
const forever = Number.POSITIVE_INFINITY;

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

it('what AWS KMS has wrapped opens there', async () => {
  const kms = await startAwsKms();
  onTestFinished(kms.close);
  kms.keys.set(keyArn(), { bytes: octets(), state: 'Enabled' });
  const provider = awsKmsRootKey({
    ...{ origin: kms.origin, ca: kms.ca, region, key: keyArn(), clock: Date.now },
    credentials: lasting(async () => ({ value: kms.user(), endsAt: forever }), Date.now),
  });
  expect(new Uint8Array(await provider.unwrap(kek, bytes(answers.aws)))).toEqual(key);
});

it('what Google Cloud KMS has wrapped opens there', async () => {
  const kms = await startGcpKms();
  onTestFinished(kms.close);
  kms.keys.set(keyName(), { bytes: octets(), enabled: true });
  kms.tokens.set('a-token', forever);
  const provider = gcpKmsRootKey({
    ...{ origin: kms.origin, ca: kms.ca, key: keyName() },
    token: lasting(async () => ({ value: 'a-token', endsAt: forever }), Date.now),
  });
  expect(new Uint8Array(await provider.unwrap(kek, bytes(answers.gcp)))).toEqual(key);
});

it.each(['A256KW', 'RSA-OAEP-256'] as const)('what Azure has wrapped by %s opens there', async (algorithm) => {
  const azure = await startAzure();
  onTestFinished(azure.close);
  const rsa = createPrivateKey({ key: Buffer.from(rsaKey, 'base64'), format: 'der', type: 'pkcs1' });
  const inAzure = algorithm === 'A256KW' ? octets() : { private: rsa, public: createPublicKey(rsa) };
  azure.keys.set('tessera', {
    versions: [{ id: '00112233445566778899aabbccddeeff', key: inAzure }],
    enabled: true,
  });
  azure.tokens.set('a-token', forever);
  const provider = azureRootKey({
    ...{ origin: azure.origin, ca: azure.ca, key: 'tessera', uri: 'azurekv://x/keys/tessera', algorithm },
    ...{ random: pooledRandom(), token: lasting(async () => ({ value: 'a-token', endsAt: forever }), Date.now) },
  });
  const answer = algorithm === 'A256KW' ? answers.azureAes : answers.azureRsa;
  expect(new Uint8Array(await provider.unwrap(kek, Buffer.from(answer)))).toEqual(key);
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
