import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pooledRandom } from '../../random.ts';
import { lasting } from '../lasting.ts';
import { rootKeyPlace } from '../places.ts';
import { keyName, startGcpKms, startGcpMetadata } from '../testing/gcp-stand-in.ts';
import { providerSuite } from '../testing/provider-suite.ts';
import { serviceSuite } from '../testing/service-suite.ts';
import { crc32c } from './crc32c.ts';
import { gcpKmsRootKey } from './gcp-kms.ts';
import { fromServiceAccount } from './gcp-token.ts';

const minute = 60_000;
const context = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);

const world = async () => {
  let now = Date.UTC(2026, 0, 1);
  const kms = await startGcpKms(() => now);
  const folder = mkdtempSync(join(tmpdir(), 'tessera-gcp-'));
  const [file, ca] = [join(folder, 'account.json'), join(folder, 'ca.pem')];
  writeFileSync(file, kms.account());
  writeFileSync(ca, kms.ca);
  return {
    ...{ kms, file },
    /** The root key that a URI names. */
    at: (name: string, parameters: string, environment: Record<string, string> = {}) =>
      rootKeyPlace(`gcpkms:${name}?endpoint=${kms.origin}&ca-file=${ca}&${parameters}`, '--root-key', {
        ...{ environment, random: pooledRandom(), clock: () => now, forget: () => undefined },
      }).next(),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
    close: async () => {
      await kms.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const open = async () => {
  const made = await world();
  onTestFinished(made.close);
  return made;
};

/** What in a file of a service account nothing may show. */
const secretsIn = (file: string): string[] => {
  const { private_key: pem } = JSON.parse(readFileSync(file, 'utf8'));
  return [String(pem).split('\n')[1] ?? 'no line'];
};

providerSuite('Google Cloud KMS', async () => {
  const { kms, at, file, close } = await world();
  kms.keys.set(keyName('other'), { bytes: randomBytes(32), enabled: true });
  const own = (name?: string) => at(keyName(name), `credentials-file=${file}`);
  return { provider: own(), again: () => own(), other: own('other'), secrets: secretsIn(file), close };
});

serviceSuite('Google Cloud KMS', async () => {
  const { kms, file, now, close } = await world();
  return {
    service: kms,
    now,
    open: (own = {}) =>
      gcpKmsRootKey({
        ...{ origin: kms.origin, key: keyName(), ca: kms.ca },
        token: lasting(fromServiceAccount(file, { ca: kms.ca, clock: now, ...own }), now),
        ...own,
      }),
    throttled: { status: 429, body: { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded' } } },
    forbidden: [
      { status: 403, body: { error: { code: 403, status: 'PERMISSION_DENIED', message: secretsIn(file)[0] } } },
      'the account may not use the key',
    ],
    setEnabled: (enabled) => {
      for (const each of kms.keys.values()) each.enabled = enabled;
    },
    replaceCredentials: () => {
      kms.tokens.clear();
      kms.accounts.clear();
      writeFileSync(file, kms.account());
    },
    secrets: () => [...secretsIn(file), ...kms.tokens.keys()],
    close,
  };
});

describe('credentials for Google Cloud', () => {
  it('are a file that the environment names, and a token is used until five minutes before its end', async () => {
    const { kms, at, file, pass } = await open();
    const provider = at(keyName(), '', { GOOGLE_APPLICATION_CREDENTIALS: file });
    const asked = () => kms.calls.filter(({ path }) => path === '/token').length;
    await provider.health();
    pass(54 * minute);
    await provider.health();
    expect(asked()).toBe(1);
    pass(2 * minute);
    await provider.health();
    expect(asked()).toBe(2);
  });

  it('are refused in words when the account is gone, without its key', async () => {
    const { kms, at, file } = await open();
    kms.accounts.clear();
    const error = await at(keyName(), `credentials-file=${file}`)
      .health()
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('gave no token') });
    for (const secret of secretsIn(file)) expect(String(error)).not.toContain(secret);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['another type', JSON.stringify({ type: 'external_account' })],
    ['no key', JSON.stringify({ type: 'service_account', token_uri: 'https://x/', private_key: 'x' })],
  ])('in a file with %s are told', async (_, text) => {
    const { at, file } = await open();
    writeFileSync(file, text);
    await expect(at(keyName(), `credentials-file=${file}`).health()).rejects.toMatchObject({
      ...{ code: 'malformed', message: expect.stringContaining('is no key of a service account') },
    });
  });

  it('come from the metadata service when that was said, and never otherwise', async () => {
    const { kms, at, now, pass } = await open();
    const metadata = await startGcpMetadata(() => kms.give(now()));
    onTestFinished(metadata.close);
    const environment = { GCE_METADATA_HOST: new URL(metadata.origin).host };
    expect(() => at(keyName(), '', environment)).toThrow('say credentials=metadata');
    expect(metadata.calls).toEqual([]);
    const provider = at(keyName(), 'credentials=metadata', environment);
    await provider.health();
    await provider.health();
    expect(metadata.calls).toHaveLength(1);
    pass(60 * minute);
    await provider.health();
    expect(metadata.calls).toHaveLength(2);
  });
});

describe('a key of Google Cloud KMS', () => {
  it('is asked again when an answer was damaged on its way', async () => {
    const { kms, file, now } = await open();
    const provider = gcpKmsRootKey({
      ...{ origin: kms.origin, key: keyName(), ca: kms.ca, pause: async () => undefined },
      token: lasting(fromServiceAccount(file, { ca: kms.ca, clock: now }), now),
    });
    const wrapped = await provider.wrap(context, key());
    const plaintext = Buffer.from(key()).toString('base64');
    kms.trouble.next = [
      { status: 200, body: { plaintext, plaintextCrc32c: '1' } },
      {
        status: 400,
        body: { error: { status: 'INVALID_ARGUMENT', message: 'The checksum in field x did not match.' } },
      },
    ];
    expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
  });

  it('does not keep what the service does not say it received whole', async () => {
    const { kms, at, file } = await open();
    const provider = at(keyName(), `credentials-file=${file}`);
    await provider.health();
    const ciphertext = Buffer.from('anything');
    const body = { ciphertext: ciphertext.toString('base64'), ciphertextCrc32c: String(crc32c(ciphertext)) };
    kms.trouble.next = [{ status: 200, body: { ...body, verifiedPlaintextCrc32c: true } }];
    await expect(provider.wrap(context, key())).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('has checksums by CRC-32C', () => {
    // RFC 3720, appendix B.4.
    expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa');
    expect(crc32c(new Uint8Array(32).fill(255)).toString(16)).toBe('62a8ab43');
    expect(crc32c(Buffer.from('123456789')).toString(16)).toBe('e3069283');
  });

  it.each([
    ['projects/acme', 'no resource name'],
    [`${keyName()}/cryptoKeyVersions/1`, 'no resource name'],
    [`${keyName()}?key=x`, 'no parameter "key"'],
    [`${keyName()}?credentials=anything`, 'one of file, metadata'],
    [keyName(), 'nothing to prove itself with'],
  ])('is not named by %s', (name, said) => {
    const options = { environment: {}, forget: () => undefined, random: pooledRandom(), clock: Date.now };
    expect(() => rootKeyPlace(`gcpkms:${name}`, '--root-key', options)).toThrow(said);
  });
});
