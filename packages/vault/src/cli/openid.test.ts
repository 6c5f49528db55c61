import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { providerDestination, providerEgress } from './egress.ts';
import { type OpenIdValues, readOpenId } from './openid.ts';
import { run, vault } from './testing/commands.ts';

const none: OpenIdValues = {
  'console-oidc-issuer': undefined,
  'console-oidc-client-id': undefined,
  'console-oidc-secret': undefined,
  'console-oidc-name': undefined,
  'console-oidc-acr': undefined,
  'console-oidc-amr': undefined,
  'console-oidc-max-age': undefined,
};
const some: OpenIdValues = {
  ...none,
  'console-oidc-issuer': 'https://login.example/realm',
  'console-oidc-client-id': 'tessera',
};
const read = (values: Partial<OpenIdValues>, environment: Record<string, string> = {}) => {
  const forgotten: string[] = [];
  const forget = (name: string) => void forgotten.push(name);
  return { settings: readOpenId({ ...none, ...values }, { environment, forget }), forgotten };
};

describe('the flags of the OpenID provider', () => {
  it('are none, or name provider and client', () => {
    expect(read({}).settings).toBeUndefined();
    const { settings } = read({ ...some, 'console-oidc-amr': 'mfa, hwk', 'console-oidc-max-age': 60 });
    expect(settings).toMatchObject({
      ...{ issuer: 'https://login.example/realm', clientId: 'tessera', name: 'login.example' },
      ...{ acrValues: [], amrValues: ['mfa', 'hwk'], maxAge: 3600 },
    });
    expect(settings?.secret()).toBeUndefined();
  });

  it('name where the secret is, which is read when it is needed', () => {
    const file = join(temporaryFolder(), 'secret');
    writeFileSync(file, 'first\n');
    const { settings } = read({ ...some, 'console-oidc-secret': `file:${file}` });
    expect(settings?.secret()).toBe('first');
    writeFileSync(file, 'second\n');
    expect(settings?.secret()).toBe('second');
    const held = read({ ...some, 'console-oidc-secret': 'env:OIDC' }, { OIDC: 'hidden' });
    expect([held.settings?.secret(), held.forgotten]).toEqual(['hidden', ['OIDC']]);
  });

  it.each<[string, Partial<OpenIdValues>, string]>([
    ['no provider', { 'console-oidc-amr': 'mfa' }, '--console-oidc-amr needs --console-oidc-issuer'],
    ['no client', { 'console-oidc-issuer': 'https://login.example' }, 'needs --console-oidc-client-id'],
    ['no URL', { ...some, 'console-oidc-issuer': 'login.example' }, 'must be a URL without query'],
    ['a query', { ...some, 'console-oidc-issuer': 'https://login.example/?x=1' }, 'must be a URL without query'],
    ['a password', { ...some, 'console-oidc-issuer': 'https://a:b@login.example' }, 'must be a URL without query'],
    ['no TLS', { ...some, 'console-oidc-issuer': 'http://login.example' }, 'must start with https://'],
    ['an address', { ...some, 'console-oidc-issuer': 'https://10.0.0.1' }, 'must name a host'],
    ['a secret in the flag', { ...some, 'console-oidc-secret': 'hunter2' }, 'must be file: and an absolute path'],
    ['a relative path', { ...some, 'console-oidc-secret': 'file:secret' }, 'must be file: and an absolute path'],
    [
      'no file',
      { ...some, 'console-oidc-secret': 'file:/nowhere/at/all' },
      'cannot be read: there is no such file or folder (ENOENT)',
    ],
    ['no variable', { ...some, 'console-oidc-secret': 'env:NOT_SET' }, 'NOT_SET, which is not set'],
    ['a long name', { ...some, 'console-oidc-name': 'x'.repeat(61) }, 'takes 1 to 60 characters'],
  ])('say what is wrong with %s, and repeat no secret', (_, values, message) => {
    expect(() => read(values)).toThrow(message);
    expect(() => read(values)).not.toThrow('hunter2');
  });

  it('are checked before anything is opened', async () => {
    const { folder } = await vault();
    const { code, err } = await run(['serve', '--data-dir', folder, '--console-oidc-amr', 'mfa']);
    expect(err).toContain('--console-oidc-amr needs --console-oidc-issuer');
    expect(code).toBe(2);
  });
});

describe('requests to the provider', () => {
  it('go to its own port on this machine where it is there, and by https alone', () => {
    expect(providerDestination(new URL('https://localhost:8443/realm'))).toMatchObject({ loopback: true, port: 8443 });
    expect(() => providerDestination(new URL('http://localhost:8443'))).toThrow('https://');
    expect(() => providerDestination(new URL('https://login.example:8443'))).toThrow('port 443');
  });

  it('go nowhere else on this machine or inside, whatever its metadata names', async () => {
    const egress = providerEgress(
      new URL('https://login.example'),
      { 'egress-proxy': undefined, 'egress-ca': undefined },
      () => undefined,
    );
    for (const url of ['https://localhost:8443/token', 'https://127.0.0.1/token', 'http://login.example/token']) {
      await expect(egress.fetch({ tenantId: 'x', url, method: 'GET', headers: [] })).rejects.toMatchObject({
        ...{ name: 'EgressError', kind: 'url' },
      });
    }
    egress.close();
  });
});
