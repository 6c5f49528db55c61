import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificateAuthority } from '../egress/testing/certificates.ts';
import { logWriter } from '../log/log-writer.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { builtFiles } from './built-files.ts';
import { warnOfVariables } from './doubtful-settings.ts';
import { serve, vault } from './testing/commands.ts';

beforeAll(async () => void (await builtFiles(() => {})), 180_000);

const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const warnings = (text: string) => linesOf(text).filter(({ level }) => level === 'warn');

const variables = (environment: Record<string, string>): string[] => {
  let text = '';
  const write = (line: string) => {
    text += line;
  };
  warnOfVariables(environment, logWriter('info', write));
  return linesOf(text).map(({ reason }) => reason);
};

describe('a variable that nothing reads', () => {
  it.each([
    ['TESSERA_ALOWED_ORIGINS', 'TESSERA_ALLOWED_ORIGINS'],
    ['TESSERA_PUBLICURL', 'TESSERA_PUBLIC_URL'],
    ['TESSERA_DATADIR', 'TESSERA_DATA_DIR'],
    ['TESSERA_DATABASE', 'TESSERA_DATABASE_URL'],
    ['TESSERA_ROOTKEY', 'TESSERA_ROOT_KEY'],
    ['TESSERA_CONFG', 'TESSERA_CONFIG'],
    ['TESSERA_TRUSTED_PROXYS', 'TESSERA_TRUSTED_PROXIES'],
    ['TESSERA_METRIC_HOST', 'TESSERA_METRICS_HOST'],
    ['tessera_port', 'TESSERA_PORT'],
  ])('and is almost %s, is named with it', (name, meant) => {
    expect(variables({ [name]: 'hunter2' })).toEqual([`${name} is not read. Did you mean ${meant}?`]);
  });

  it.each([
    'TESSERA_PORT',
    'TESSERA_ROOT_KEY',
    'TESSERA_NEW_ROOT_KEY_URI',
    'TESSERA_TENANT',
    'TESSERA_VERSION',
    'TESSERA_IMAGE',
    'TESSERA_DOMAIN',
    'TESSERA_SERVICE_HOST',
    'TESSERA_SERVICE_PORT',
    'TESSERA_SERVICE_PORT_HTTPS',
    'TESSERA_PORT_4100_TCP',
    'TESSERA_PORT_4100_TCP_ADDR',
    'TESSERA_METRIC_PORT',
    'TESSERA_METRIC_PORT_9090_TCP_PROTO',
    'TESSERA_METRICS_SERVICE_HOST',
    'PORT',
    'HOST',
  ])('but %s, which is none or belongs to others, is let be', (name) => {
    expect(variables({ [name]: 'tcp://10.0.0.1:4100' })).toEqual([]);
  });

  it('is told of at the start once, in a line of the log, and no more than twenty of them', async () => {
    const { folder } = await vault();
    const { err } = await serve(folder, [], { TESSERA_LOGLEVEL: 'debug', NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(warnings(err()).map(({ msg }) => msg)).toContain(
      'NODE_TLS_REJECT_UNAUTHORIZED is not obeyed: certificates are verified',
    );
    expect(warnings(err())).toContainEqual({
      level: 'warn',
      time: expect.any(String),
      reason: 'TESSERA_LOGLEVEL is not read. Did you mean TESSERA_LOG_LEVEL?',
      msg: 'a variable is almost that of a setting',
    });
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`TESSERA_RATE${index}`, '']));
    expect(variables(many)).toHaveLength(20);
  });
});

describe('a tenant that is not there', () => {
  const nobody = '01a2007d-c97c-72ce-adb3-7a3cce7d4541';
  const unknown = (text: string) => warnings(text).filter(({ msg }) => msg.startsWith('there is no such tenant'));

  it('and is named by a page or a destination, is told of, and the vault serves', async () => {
    const { folder, made } = await vault();
    const config = join(temporaryFolder(), 'tessera.json');
    const write = (settings: unknown) => writeFileSync(config, JSON.stringify(settings));
    write({
      'allowed-origins': [`https://shop.example=${nobody}`, `https://a.example=${made.tenant_id.toUpperCase()}`],
      'allowed-destinations': [`api.acquirer.example=${nobody}`, `other.example=${made.tenant_id}`],
    });
    const { url, err, reload } = await serve(folder, ['--config', config]);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(unknown(err())).toEqual([
      expect.objectContaining({
        settings: ['allowed-origins'],
        tenant_id: nobody,
        msg: expect.stringContaining('no page gets fields by this entry: "tenants list" shows'),
      }),
      expect.objectContaining({ settings: ['allowed-destinations'], tenant_id: nobody }),
    ]);

    const later = nobody.replace('01a2', '01a3');
    write({ 'allowed-origins': [`https://shop.example=${later}`] });
    reload();
    await expect.poll(() => unknown(err()).map(({ tenant_id: id }) => id)).toContain(later);
  });
});

it('a certificate that has expired is told of, and the vault serves for those who accept it', async () => {
  const { folder } = await vault();
  const authority = certificateAuthority();
  const [certFile, keyFile] = ['cert.pem', 'key.pem'].map((name) => join(temporaryFolder(), name)) as [string, string];
  const { cert, key } = authority.issue(['vault.example'], { from: 0, until: 1_000_000 });
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
  const { url, err } = await serve(folder, ['--tls-cert', certFile, '--tls-key', keyFile]);
  expect(url).toMatch(/^https:/);
  expect(warnings(err())).toContainEqual(
    expect.objectContaining({
      certificate_until: '1970-01-01T00:16:40.000Z',
      msg: 'the TLS certificate has expired, so browsers refuse it',
    }),
  );
});
