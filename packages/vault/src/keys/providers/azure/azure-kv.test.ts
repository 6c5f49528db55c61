import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TamperedError } from '../../errors.ts';
import { pooledRandom } from '../../random.ts';
import { lasting } from '../lasting.ts';
import { rootKeyPlace } from '../places.ts';
import { aesVersion, rsaVersion, startAzure, startAzureIdentity } from '../testing/azure-stand-in.ts';
import { providerSuite } from '../testing/provider-suite.ts';
import { type OpenOptions, serviceSuite } from '../testing/service-suite.ts';
import { azureRootKey } from './azure-kv.ts';
import { fromClient } from './azure-token.ts';
import { readRecord, signedPart, writeRecord } from './record.ts';

const minute = 60_000;
const context = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);

const world = async () => {
  let now = Date.UTC(2026, 0, 1);
  const azure = await startAzure(() => now);
  const folder = mkdtempSync(join(tmpdir(), 'tessera-azure-'));
  const [secret, ca] = [join(folder, 'secret'), join(folder, 'ca.pem')];
  writeFileSync(secret, 'a-client-secret');
  azure.state.secret = 'a-client-secret';
  writeFileSync(ca, azure.ca);
  const common = `resource=https://vault.azure.net&login-endpoint=${azure.origin}&ca-file=${ca}`;
  const client = `tenant-id=a-tenant&client-id=a-client&client-secret-file=${secret}`;
  const forgotten: string[] = [];
  return {
    ...{ azure, folder, secret, client, forgotten },
    /** The root key that a URI names. */
    at: (name: string, parameters: string, environment: Record<string, string> = {}) =>
      rootKeyPlace(`azurekv://${azure.host}/keys/${name}?${common}&${parameters}`, '--root-key', {
        ...{ environment, random: pooledRandom(), clock: () => now },
        forget: (variable) => void forgotten.push(variable),
      }).next(),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
    close: async () => {
      await azure.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const open = async () => {
  const made = await world();
  onTestFinished(made.close);
  return made;
};

providerSuite('Azure Key Vault, under an RSA key', async () => {
  const { azure, at, client, close } = await world();
  azure.keys.set('other', { versions: [rsaVersion()], enabled: true });
  const own = (name: string) => at(name, client);
  return {
    provider: own('tessera'),
    again: () => own('tessera'),
    other: own('other'),
    secrets: ['a-client-secret'],
    close,
  };
});

providerSuite('a managed HSM of Azure, under an AES key', async () => {
  const { azure, at, client, close } = await world();
  for (const name of ['tessera', 'other']) azure.keys.set(name, { versions: [aesVersion()], enabled: true });
  const own = (name: string) => at(name, `${client}&algorithm=A256KW`);
  return {
    provider: own('tessera'),
    again: () => own('tessera'),
    other: own('other'),
    secrets: ['a-client-secret'],
    close,
  };
});

serviceSuite('Azure Key Vault', async () => {
  const { azure, now, close } = await world();
  let secret = 'a-client-secret';
  const token = (own: OpenOptions) =>
    fromClient({
      ...{ authority: azure.origin, tenant: 'a-tenant', client: 'a-client', proof: { secret: () => secret } },
      ...{ resource: 'https://vault.azure.net', ca: azure.ca, clock: now, ...own },
    });
  return {
    service: azure,
    now,
    open: (own = {}) =>
      azureRootKey({
        ...{ origin: azure.origin, key: 'tessera', algorithm: 'RSA-OAEP-256', random: pooledRandom(), ca: azure.ca },
        ...{ uri: 'azurekv://x/keys/tessera', token: lasting(token(own), now) },
        ...own,
      }),
    throttled: { status: 429, body: { error: { code: 'Throttled', message: 'Too many requests' } } },
    forbidden: [{ status: 403, body: { error: { code: 'Forbidden', message: secret } } }, 'may not do this'],
    setEnabled: (enabled) => {
      for (const each of azure.keys.values()) each.enabled = enabled;
    },
    replaceCredentials: () => {
      azure.tokens.clear();
      secret = 'another-secret';
      azure.state.secret = secret;
    },
    secrets: () => [secret, ...azure.tokens.keys()],
    close,
  };
});

describe('a key in Azure', () => {
  it('opens what an older version of it has wrapped, and wraps under the newest', async () => {
    const { azure, at, client } = await open();
    const provider = at('tessera', client);
    const old = await provider.wrap(context, key());
    azure.keys.get('tessera')?.versions.push(rsaVersion());
    const wrapped = await provider.wrap(context, key());
    expect(readRecord(wrapped)?.version).not.toBe(readRecord(old)?.version);
    for (const each of [old, wrapped]) expect(new Uint8Array(await provider.unwrap(context, each))).toEqual(key());
  });

  it('opens nothing that somebody wrapped who has only its public half', async () => {
    const { azure, at, client } = await open();
    const provider = at('tessera', client);
    const [mine, theirs] = [
      await provider.wrap(context, key()),
      await provider.wrap({ ...context, version: 2 }, key()),
    ];
    const [one, two] = [readRecord(mine), readRecord(theirs)];
    if (!one || !two) return expect.unreachable('both are records');
    // A whole record of another context, and one whose signature was made for other bytes.
    for (const forged of [two, { ...two, signature: one.signature }, { ...one, outer: two.outer, inner: two.inner }]) {
      await expect(provider.unwrap(context, writeRecord(forged))).rejects.toThrow(TamperedError);
    }
    for (const unsigned of [
      { ...one, signature: new Uint8Array() },
      { ...one, algorithm: 'A256KW' as const },
    ]) {
      await expect(provider.unwrap(context, writeRecord(unsigned))).rejects.toThrow();
    }
    expect(signedPart(one)).not.toContain(azure.state.secret);
  });

  it('whose version was deleted is told from a wrong key', async () => {
    const { azure, at, client } = await open();
    const provider = at('tessera', client);
    const wrapped = await provider.wrap(context, key());
    azure.keys.set('tessera', { versions: [rsaVersion()], enabled: true });
    await expect(provider.unwrap(context, wrapped)).rejects.toMatchObject({
      ...{ code: 'refused', message: expect.stringContaining('no such version') },
    });
  });

  it('of another kind than the algorithm is told', async () => {
    const { at, client } = await open();
    await expect(at('tessera', `${client}&algorithm=A256KW`).health()).rejects.toMatchObject({
      ...{ code: 'refused', message: expect.stringContaining('of another kind') },
    });
  });

  it.each([
    ['acme.vault.azure.net/keys/tessera', 'no address of a key'],
    ['//acme.vault.azure.net/secrets/tessera', 'no address of a key'],
    ['//acme.vault.azure.net/keys/tessera/0123456789abcdef', 'its version is left out'],
    ['//user:hunter2@acme.vault.azure.net/keys/tessera', 'no address of a key'],
    ['//acme.vault.azure.net/keys/tessera?client-secret=hunter2', 'secrets lie in files'],
    ['//acme.vault.azure.net/keys/tessera?algorithm=RSA1_5', 'RSA-OAEP-256, A256KW'],
    ['//acme.vault.azure.net/keys/tessera?credentials=anything', 'client, managed-identity'],
    ['//acme.vault.azure.net/keys/tessera', 'nothing to prove itself with'],
  ])('is not named by %s', (name, said) => {
    const options = { environment: {}, forget: () => undefined, random: pooledRandom(), clock: Date.now };
    const place = () => rootKeyPlace(`azurekv:${name}`, '--root-key', options);
    expect(place).toThrow(said);
    expect(place).not.toThrow('hunter2');
  });
});

describe('credentials for Azure', () => {
  it('come from the environment, and the secret is taken out of it', async () => {
    const { at, forgotten } = await open();
    const environment = {
      AZURE_TENANT_ID: 'a-tenant',
      AZURE_CLIENT_ID: 'a-client',
      AZURE_CLIENT_SECRET: 'a-client-secret',
    };
    await at('tessera', '', environment).health();
    expect(forgotten).toContain('AZURE_CLIENT_SECRET');
  });

  it('are a token of Kubernetes that Entra ID trusts, read from its file each time', async () => {
    const { azure, at, folder, pass } = await open();
    const file = join(folder, 'federated');
    writeFileSync(file, 'a.federated.token\n');
    const environment = { AZURE_TENANT_ID: 'a-tenant', AZURE_CLIENT_ID: 'a-client', AZURE_FEDERATED_TOKEN_FILE: file };
    const provider = at('tessera', '', environment);
    await provider.health();
    pass(60 * minute);
    azure.state.federated = 'the.next.token';
    writeFileSync(file, 'the.next.token\n');
    await provider.health();
  });

  it('are refused in words when the secret has ended, without it', async () => {
    const { azure, at, client } = await open();
    azure.state.secret = 'another';
    const error = await at('tessera', client)
      .health()
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('gave no token') });
    expect(String(error)).not.toContain('a-client-secret');
  });

  it.each(['machine', 'app'])('come from the identity service of the %s when that was said', async (of) => {
    const { azure, at, now, pass } = await open();
    const identity = await startAzureIdentity(() => azure.give(now()));
    onTestFinished(identity.close);
    const environment: Record<string, string> =
      of === 'app'
        ? { IDENTITY_ENDPOINT: `${identity.origin}/msi/token`, IDENTITY_HEADER: 'a-header' }
        : { AZURE_POD_IDENTITY_AUTHORITY_HOST: identity.origin };
    expect(() => at('tessera', '', environment)).toThrow('say credentials=managed-identity');
    expect(identity.calls).toEqual([]);
    const provider = at('tessera', 'credentials=managed-identity', environment);
    await provider.health();
    await provider.health();
    expect(identity.calls).toHaveLength(1);
    pass(60 * minute);
    await provider.health();
    expect(identity.calls).toHaveLength(2);
  });
});
