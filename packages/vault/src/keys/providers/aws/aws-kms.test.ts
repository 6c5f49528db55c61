import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pooledRandom } from '../../random.ts';
import { lasting } from '../lasting.ts';
import { rootKeyPlace } from '../places.ts';
import { keyArn, region, startAwsKms, startAwsMetadata } from '../testing/aws-stand-in.ts';
import { providerSuite } from '../testing/provider-suite.ts';
import { serviceSuite } from '../testing/service-suite.ts';
import { awsKmsRootKey } from './aws-kms.ts';

const minute = 60_000;
const context = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);

const world = async () => {
  let now = Date.UTC(2026, 0, 1);
  const kms = await startAwsKms(() => now);
  const folder = mkdtempSync(join(tmpdir(), 'tessera-aws-'));
  const [credentials, ca] = [join(folder, 'credentials'), join(folder, 'ca.pem')];
  writeFileSync(ca, kms.ca);
  const forgotten: string[] = [];
  return {
    ...{ kms, folder, credentials, forgotten },
    /** The root key that a URI names. */
    at: (name: string, parameters: string, environment: Record<string, string> = {}) =>
      rootKeyPlace(`awskms:${name}?endpoint=${kms.origin}&ca-file=${ca}&${parameters}`, '--root-key', {
        ...{ environment, random: pooledRandom(), clock: () => now },
        forget: (variable) => void forgotten.push(variable),
      }).next(),
    write: (profile: string, { accessKeyId = '', secretAccessKey = '' }) =>
      writeFileSync(
        credentials,
        `# a comment\n[other]\nregion = x\n\n[${profile}]\naws_access_key_id = ${accessKeyId}\r\naws_secret_access_key=${secretAccessKey}\n`,
      ),
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

providerSuite('AWS KMS', async () => {
  const { kms, at, write, credentials, close } = await world();
  kms.keys.set(keyArn('other'), { bytes: randomBytes(32), state: 'Enabled' });
  const user = kms.user();
  write('vault', user);
  const own = (name?: string) => at(keyArn(name), `credentials-file=${credentials}&profile=vault`);
  return { provider: own(), again: () => own(), other: own('other'), secrets: [user.secretAccessKey], close };
});

serviceSuite('AWS KMS', async () => {
  const { kms, now, close } = await world();
  let user = kms.user();
  const secrets: string[] = [];
  return {
    service: kms,
    now,
    open: (own = {}) =>
      awsKmsRootKey({
        ...{ origin: kms.origin, region, key: keyArn(), ca: kms.ca, clock: now },
        credentials: lasting(async () => ({ value: user, endsAt: Number.POSITIVE_INFINITY }), now),
        ...own,
      }),
    throttled: { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } },
    forbidden: [
      { status: 400, body: { __type: 'com.amazonaws.kms#AccessDeniedException', Message: user.secretAccessKey } },
      'the policy of the key or of the role',
    ],
    setEnabled: (enabled) => {
      for (const each of kms.keys.values()) each.state = enabled ? 'Enabled' : 'Disabled';
    },
    replaceCredentials: () => {
      secrets.push(user.secretAccessKey);
      kms.users.clear();
      user = kms.user();
    },
    secrets: () => [...secrets, user.secretAccessKey],
    close,
  };
});

describe('credentials for AWS', () => {
  it('come from the environment, and are taken out of it', async () => {
    const { kms, at, forgotten } = await open();
    const { accessKeyId, secretAccessKey, sessionToken } = kms.user({ sessionToken: 'a-session' });
    const environment = {
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      AWS_SESSION_TOKEN: String(sessionToken),
    };
    await at(keyArn(), '', environment).health();
    expect(forgotten).toEqual(expect.arrayContaining(['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']));
    expect(() => at(keyArn(), 'credentials=environment')).toThrow('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  });

  it('come from the shared file, which is read again when they are no longer taken', async () => {
    const { kms, at, write, credentials } = await open();
    const environment = { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_PROFILE: 'vault' };
    write('vault', kms.user());
    const provider = at(keyArn(), '', environment);
    await provider.health();
    kms.users.clear();
    await expect(provider.health()).rejects.toMatchObject({ code: 'refused', message: /have ended, or are not known/ });
    write('vault', kms.user());
    await provider.health();
    write('another', kms.user());
    kms.users.clear();
    await expect(provider.health()).rejects.toMatchObject({ code: 'missing', message: /"vault".*holds no aws_access/ });
    rmSync(credentials);
    await expect(provider.health()).rejects.toMatchObject({ code: 'missing', message: /cannot be read \(ENOENT\)/ });
  });

  it.each(['instance', 'container'])(
    'come from the metadata service of the %s, and are renewed before they end',
    async (from) => {
      const { kms, at, now, pass, folder } = await open();
      let user = kms.user({ sessionToken: 'first', endsAt: now() + 60 * minute });
      const metadata = await startAwsMetadata(() => user);
      onTestFinished(metadata.close);
      const tokenFile = join(folder, 'token');
      writeFileSync(tokenFile, 'a-token\n');
      const provider = at(keyArn(), `credentials=${from}`, {
        AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.origin,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${metadata.origin}/v2/credentials/task`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
      });
      await provider.health();
      const asked = metadata.calls.length;
      pass(54 * minute);
      await provider.health();
      expect(metadata.calls).toHaveLength(asked);
      pass(2 * minute);
      user = kms.user({ sessionToken: 'second', endsAt: now() + 60 * minute });
      await provider.health();
      expect(kms.calls.at(-1)?.headers['x-amz-security-token']).toBe('second');
      // What is held is used to its end when there is nothing newer.
      await metadata.close();
      pass(58 * minute);
      await provider.health();
      pass(2 * minute);
      await expect(provider.health()).rejects.toMatchObject({ code: 'unavailable', message: /cannot be reached/ });
    },
  );

  it('never come from a metadata service unless that was said', async () => {
    const { kms, at, now, credentials } = await open();
    const metadata = await startAwsMetadata(() => kms.user({ sessionToken: 'x', endsAt: now() + minute }));
    onTestFinished(metadata.close);
    const provider = at(keyArn(), `credentials-file=${credentials}`, {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.origin,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${metadata.origin}/v2/credentials/task`,
    });
    await expect(provider.health()).rejects.toMatchObject({ code: 'missing' });
    expect(metadata.calls).toEqual([]);
  });

  it.each([
    ['http://metadata.example/credentials'],
    ['http://10.0.0.1/credentials'],
    ['ftp://127.0.0.1/'],
    ['no address'],
  ])('are not fetched without TLS from another machine: %s', async (uri) => {
    const { at } = await open();
    const environment = { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri };
    expect(() => at(keyArn(), 'credentials=container', environment)).toThrow('an address of this machine');
  });
});

describe('a key of AWS KMS', () => {
  it('is asked for with the context as encryption context, in plain text', async () => {
    const { kms, at } = await open();
    const user = kms.user();
    const environment = { AWS_ACCESS_KEY_ID: user.accessKeyId, AWS_SECRET_ACCESS_KEY: user.secretAccessKey };
    await at(keyArn(), '', environment).wrap(context, key());
    const { EncryptionContext, KeyId } = JSON.parse(kms.calls[0]?.body ?? '');
    expect({ EncryptionContext, KeyId }).toEqual({
      KeyId: keyArn(),
      EncryptionContext: {
        'tessera:format': '1',
        'tessera:owner': 'a tenant',
        'tessera:purpose': 'kek',
        'tessera:version': '1',
      },
    });
  });

  it.each<[string, string, string, RegExp]>([
    ['in another region', keyArn().replace(region, 'us-east-1'), 'refused', /endpoint is one of another region/],
    ['that is not there', keyArn('00000000-0000-0000-0000-000000000000'), 'refused', /no such key in this region/],
  ])('%s is told', async (_, arn, code, message) => {
    const { kms, at } = await open();
    const user = kms.user();
    const environment = { AWS_ACCESS_KEY_ID: user.accessKeyId, AWS_SECRET_ACCESS_KEY: user.secretAccessKey };
    const error = await at(arn, '', environment)
      .health()
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(String(error)).not.toContain(user.secretAccessKey);
  });

  it('that waits for its deletion, or is asked for with a wrong secret, is told', async () => {
    const { kms, at } = await open();
    const user = kms.user();
    const environment = { AWS_ACCESS_KEY_ID: user.accessKeyId, AWS_SECRET_ACCESS_KEY: user.secretAccessKey };
    for (const each of kms.keys.values()) each.state = 'PendingDeletion';
    await expect(at(keyArn(), '', environment).health()).rejects.toMatchObject({
      ...{ code: 'refused', message: expect.stringContaining('waits for its deletion') },
    });
    const wrong = { ...environment, AWS_SECRET_ACCESS_KEY: 'wrong' };
    await expect(at(keyArn(), '', wrong).health()).rejects.toMatchObject({
      ...{ code: 'refused', message: expect.stringContaining('the secret access key is wrong') },
    });
  });

  it.each([
    ['1234abcd-12ab-34cd-56ef-1234567890ab', 'no ARN'],
    ['arn:aws:s3:::bucket', 'no ARN'],
    [`${keyArn()}?secret=x`, 'no parameter "secret"'],
    [`${keyArn()}?credentials=anything`, 'environment, file, web-identity, container, instance'],
    [`${keyArn()}?endpoint=http://kms.example`, 'An endpoint is an address'],
    [`${keyArn()}?endpoint=https://user:hunter2@kms.example`, 'An endpoint is an address'],
    [keyArn().replace('arn:aws:', 'arn:aws-iso:'), 'Name the endpoint of aws-iso'],
    [`${keyArn()}?ca-file=/nowhere`, 'cannot be read'],
  ])('is not named by %s', (name, said) => {
    const options = { environment: {}, forget: () => undefined, random: pooledRandom(), clock: Date.now };
    const place = () => rootKeyPlace(`awskms:${name}`, '--root-key', options);
    expect(place).toThrow(said);
    expect(place).not.toThrow('hunter2');
  });
});
