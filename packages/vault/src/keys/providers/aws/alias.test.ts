import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../../../store/testing/temporary-folder.ts';
import { createKeyring, openKeyring } from '../../keyring.ts';
import { keyMigrations } from '../../migrations.ts';
import { pooledRandom } from '../../random.ts';
import { rotateRoot } from '../../rotate-root.ts';
import { lasting } from '../lasting.ts';
import { aliasArn, keyArn, region, startAwsKms } from '../testing/aws-stand-in.ts';
import { awsKmsRootKey } from './aws-kms.ts';

const other = keyArn('other');
const alias = aliasArn('tessera');

/** A vault whose root key is named by an alias. */
const world = async () => {
  const kms = await startAwsKms();
  onTestFinished(kms.close);
  kms.keys.set(other, { bytes: randomBytes(32), state: 'Enabled' });
  kms.aliases.set(alias, keyArn());
  const user = kms.user();
  const credentials = lasting(async () => ({ value: user, endsAt: Number.POSITIVE_INFINITY }), Date.now);
  const at = (key: string) =>
    awsKmsRootKey({ origin: kms.origin, region, key, ca: kms.ca, clock: Date.now, credentials });
  const store = await openSqlite({ path: join(temporaryFolder(), 'keys.db'), migrations: keyMigrations });
  onTestFinished(() => store.close());
  const options = { store, root: at(alias), random: pooledRandom(), clock: Date.now };
  return { kms, at, options, keyring: await createKeyring(options) };
};

const said = `wrapped under another key of AWS KMS than the one that ${alias} leads to now. Point the alias at that key again`;

describe('an alias that leads to another key than before', () => {
  it('is told as that, and not as a wrong root key', async () => {
    const { kms, options } = await world();
    kms.aliases.set(alias, other);
    await expect(openKeyring(options)).rejects.toMatchObject({ code: 'wrong', message: expect.stringContaining(said) });
    kms.aliases.set(alias, keyArn());
    await openKeyring(options);
  });

  it('is told while the vault runs, and not when it is started the next time', async () => {
    const { kms, keyring } = await world();
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toEqual({ status: 'reachable' });
    kms.aliases.set(alias, other);
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toMatchObject({ status: 'unreachable', reason: expect.stringContaining(said) });
    kms.aliases.set(alias, keyArn());
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toEqual({ status: 'reachable' });
  });

  it('is where a vault can move that starts with the ARN of the former key', async () => {
    const { kms, at, options } = await world();
    kms.aliases.set(alias, other);
    expect(await rotateRoot({ ...options, root: at(keyArn()) }, at(alias))).toBe(2);
    await openKeyring(options);
  });
});
