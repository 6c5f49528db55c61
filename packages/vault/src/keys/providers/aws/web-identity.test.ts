import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pooledRandom } from '../../random.ts';
import { rootKeyPlace } from '../places.ts';
import { keyArn, startAwsKms } from '../testing/aws-stand-in.ts';
import { role, startAwsSts } from '../testing/aws-sts-stand-in.ts';

const minute = 60_000;

/** A pod whose service account may take on the role that may use the key. */
const pod = async (checks?: { signature: boolean }) => {
  let now = Date.UTC(2026, 0, 1);
  const clock = () => now;
  const kms = await startAwsKms(clock);
  const sts = await startAwsSts(clock, kms, checks);
  const folder = mkdtempSync(join(tmpdir(), 'tessera-irsa-'));
  onTestFinished(async () => {
    await Promise.all([kms.close(), sts.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const [file, ca] = [join(folder, 'token'), join(folder, 'ca.pem')];
  writeFileSync(file, `${sts.token()}\n`);
  writeFileSync(ca, kms.ca);
  const set = { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: role };
  return {
    ...{ kms, sts, now: clock },
    write: (token: string) => writeFileSync(file, token),
    at: (more = '', environment: Record<string, string> = set) =>
      rootKeyPlace(
        `awskms:${keyArn()}?endpoint=${kms.origin}&sts-endpoint=${sts.origin}&ca-file=${ca}${more}`,
        '--root-key',
        { environment, random: pooledRandom(), clock, forget: () => undefined },
      ).next(),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    set,
  };
};

describe('a service account of Kubernetes that takes on a role of AWS', () => {
  it('uses the key, and gets new credentials before they end, by the token that is in the file then', async () => {
    const { kms, sts, at, write, pass, now } = await pod();
    const provider = at();
    await provider.health();
    expect(kms.calls.at(-1)?.headers['x-amz-security-token']).toBeTruthy();
    pass(54 * minute);
    await provider.health();
    expect(sts.calls).toHaveLength(1);
    const next = sts.token({ exp: now() / 1000 + 7200 });
    write(next);
    pass(2 * minute);
    await provider.health();
    expect(sts.calls).toHaveLength(2);
    const asked = new URLSearchParams(sts.calls.at(-1)?.body);
    expect([asked.get('WebIdentityToken'), asked.get('RoleSessionName')]).toEqual([next, 'tessera-vault']);
  });

  it('goes before the shared file and behind keys in variables, and can be asked for by name', async () => {
    const { kms, sts, at, set } = await pod();
    const { accessKeyId, secretAccessKey } = kms.user();
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    await at('', { ...set, ...keys }).health();
    expect(sts.calls).toHaveLength(0);
    await at('&credentials=web-identity', { ...set, ...keys, AWS_ROLE_SESSION_NAME: 'vault-1' }).health();
    expect(new URLSearchParams(sts.calls[0]?.body).get('RoleSessionName')).toBe('vault-1');
    expect(() => at('&credentials=web-identity', { AWS_ROLE_ARN: role })).toThrow('are not both set');
    await expect(at('&profile=vault').health()).rejects.toMatchObject({ code: 'missing' });
  });

  it('is not taken to an address that nobody knows, of a partition whose services have other names', () => {
    const environment = { AWS_WEB_IDENTITY_TOKEN_FILE: '/run/token', AWS_ROLE_ARN: role };
    const options = { environment, random: pooledRandom(), clock: Date.now, forget: () => undefined };
    const key = keyArn().replace('arn:aws:', 'arn:aws-iso:');
    const at = (more: string) =>
      rootKeyPlace(`awskms:${key}?endpoint=https://kms.example${more}`, '--root-key', options);
    expect(() => at('')).toThrow('Name the sts-endpoint');
    expect(() => at('&sts-endpoint=https://sts.example')).not.toThrow();
  });

  it.each<[string, object, string]>([
    ['has ended', { exp: 1 }, 'the token in the file has ended'],
    ['is for another service', { aud: 'https://kubernetes.default.svc' }, 'identity provider'],
    ['is of another service account', { sub: 'system:serviceaccount:payments:other' }, 'the trust policy of the role'],
  ])('is refused in words when its token %s, without the token', async (_, claims, said) => {
    const { kms, sts, at, write } = await pod();
    const token = sts.token(claims);
    write(token);
    const error = await at()
      .health()
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ name: 'RootKeyError', code: 'refused', message: expect.stringContaining(said) });
    expect(String(error)).not.toContain(token);
    expect(kms.calls).toEqual([]);
  });

  it('is refused for another role, and for a token that the cluster did not sign', async () => {
    const { sts, at, write, set } = await pod();
    const another = { ...set, AWS_ROLE_ARN: `${role}-of-another` };
    await expect(at('', another).health()).rejects.toMatchObject({ code: 'refused' });
    write(sts.token({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey));
    await expect(at().health()).rejects.toMatchObject({ code: 'refused' });
  });

  it('would be let in with any token by a service that does not check signatures [counter-proof]', async () => {
    const { sts, at, write } = await pod({ signature: false });
    write(sts.token({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey));
    await at().health();
  });

  it.each([
    ['nothing', { status: 200, body: '' }],
    ['something else', { status: 200, body: '<html>hello</html>' }],
    ['a page that leads elsewhere', { status: 302, body: '' }],
    [
      'credentials without an end',
      { status: 200, body: '<AccessKeyId>A</AccessKeyId><SecretAccessKey>B</SecretAccessKey>' },
    ],
  ])('is told that the service is out of order when it answers %s', async (_, reply) => {
    const { sts, at } = await pod();
    sts.trouble.always = reply;
    await expect(at().health()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it.each([20, -20])('uses the key when the clock of this machine is %i minutes off', async (minutes) => {
    const { kms, sts, at } = await pod();
    for (const service of [kms, sts]) service.trouble.ahead = minutes * minute;
    const provider = at();
    await provider.health();
    await provider.health();
    expect(sts.calls).toHaveLength(1);
  });

  it('waits for a service that is too busy, or cannot ask the cluster just now', async () => {
    const { sts, at } = await pod();
    const unheard = '<ErrorResponse><Error><Code>IDPCommunicationError</Code></Error></ErrorResponse>';
    sts.trouble.next = [{ status: 400, body: unheard }];
    await at().health();
    sts.trouble.always = { status: 503, body: '', headers: { 'Retry-After': '600' } };
    await expect(at().health()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
