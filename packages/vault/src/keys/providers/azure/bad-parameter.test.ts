import { describe, expect, it, onTestFinished } from 'vitest';
import { TamperedError } from '../../errors.ts';
import { pooledRandom } from '../../random.ts';
import { lasting } from '../lasting.ts';
import { aesVersion, startAzure } from '../testing/azure-stand-in.ts';
import { azureRootKey } from './azure-kv.ts';
import { type Algorithm, readRecord, writeRecord } from './record.ts';

const context = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const now = () => Date.UTC(2026, 0, 1);
const badParameter = { status: 400, body: { error: { code: 'BadParameter', message: 'The parameter is incorrect.' } } };

/** A root key in Azure, something that it wrapped, and how Azure is told to answer. */
const wrapped = async (algorithm: Algorithm) => {
  const azure = await startAzure(now);
  onTestFinished(azure.close);
  azure.state.checks.token = false;
  if (algorithm === 'A256KW') azure.keys.set('tessera', { versions: [aesVersion()], enabled: true });
  const token = lasting(async () => ({ value: 'a.token', endsAt: now() + 60_000 }), now);
  const provider = azureRootKey({
    ...{ origin: azure.origin, ca: azure.ca, key: 'tessera', uri: 'azurekv://x/keys/tessera' },
    ...{ algorithm, token, random: pooledRandom() },
  });
  const first = await provider.wrap(context, new Uint8Array(32).fill(5));
  const record = readRecord(first);
  if (!record) throw new TypeError('It wraps into a record.');
  return { azure, provider, record, open: (changed = record) => provider.unwrap(context, writeRecord(changed)) };
};

const refused = { name: 'RootKeyError', code: 'refused', message: expect.stringContaining('of another kind') };

describe('BadParameter, when Azure is asked to unwrap', () => {
  it('is no word about changed bytes after Azure has found its signature of them right', async () => {
    const { azure, open } = await wrapped('RSA-OAEP-256');
    azure.trouble.next = [{ status: 200, body: { value: true } }, badParameter];
    await expect(open()).rejects.toMatchObject(refused);
  });

  it('is none either while the key does not open what it wraps now', async () => {
    const { azure, open } = await wrapped('A256KW');
    azure.trouble.always = badParameter;
    await expect(open()).rejects.toMatchObject(refused);
    azure.trouble.always = undefined;
    azure.trouble.next = [badParameter];
    await expect(open()).rejects.toThrow(TamperedError);
  });

  it('is an outage where Azure falls silent before it shows which of the two it is', async () => {
    const { azure, open } = await wrapped('A256KW');
    azure.trouble.next = [badParameter, { status: 404, body: 'nothing here' }];
    await expect(open()).rejects.toMatchObject({ name: 'RootKeyError', code: 'unavailable' });
  });

  it('says that a record was changed where the key opens what it wraps now, and not this', async () => {
    const { azure, provider, record, open } = await wrapped('A256KW');
    azure.keys.get('tessera')?.versions.push(aesVersion());
    const later = readRecord(await provider.wrap(context, new Uint8Array(32).fill(5)));
    if (!later) throw new TypeError('It wraps into a record.');
    expect(later.version).not.toBe(record.version);
    await expect(open({ ...later, version: record.version })).rejects.toThrow(TamperedError);
    await expect(open(later)).resolves.toBeDefined();
  });
});
