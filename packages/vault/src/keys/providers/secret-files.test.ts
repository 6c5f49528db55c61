import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { pooledRandom } from '../random.ts';
import { rootKeyPlace } from './places.ts';
import { keyArn, startAwsKms } from './testing/aws-stand-in.ts';
import { startTransit } from './testing/transit-stand-in.ts';

const place = (uri: string, environment: Record<string, string> = {}) =>
  rootKeyPlace(uri, '--root-key', {
    ...{ environment, forget: () => undefined, random: pooledRandom(), clock: Date.now },
  }).next();

const transit = 'vault://bao.example/transit/tessera';
const aws = `awskms:${keyArn()}`;
const azure = 'azurekv://acme.vault.azure.net/keys/tessera';
const access = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'hunter2' };
const client = { AZURE_TENANT_ID: 'a-tenant', AZURE_CLIENT_ID: 'a-client' };
const app = { IDENTITY_ENDPOINT: 'http://127.0.0.1/token' };

// They travel in headers, which hold one line.
it.each([
  ['VAULT_TOKEN', transit, {}],
  ['AWS_ACCESS_KEY_ID', aws, access],
  ['AWS_SECRET_ACCESS_KEY', aws, access],
  ['AWS_SESSION_TOKEN', aws, access],
  ['AZURE_CLIENT_SECRET', azure, client],
  ['IDENTITY_HEADER', `${azure}?credentials=managed-identity`, app],
])('%s is refused by its name where it holds two lines', (name, uri, others) => {
  const made = () => place(uri, { ...others, [name]: 'hunter2\nhunter2' });
  expect(made).toThrow(`${name} does not hold one line of printable ASCII.`);
  expect(made).not.toThrow('hunter2');
});

it('secrets in variables are taken without the line end that a file or a shell left', async () => {
  const [kms, bao] = [await startAwsKms(), await startTransit()];
  onTestFinished(kms.close);
  onTestFinished(bao.close);
  bao.tokens.set('s.given', { lease: 0, renewable: false });
  const folder = temporaryFolder();
  const authorities = (pem: string, name: string) => {
    writeFileSync(join(folder, name), pem);
    return join(folder, name);
  };
  const user = kms.user({ sessionToken: 'a-session' });
  const environment = {
    ...{ VAULT_TOKEN: 's.given\n', AWS_ACCESS_KEY_ID: `${user.accessKeyId}\n` },
    ...{ AWS_SECRET_ACCESS_KEY: `${user.secretAccessKey}\r\n`, AWS_SESSION_TOKEN: 'a-session\n' },
  };
  const own = `endpoint=${kms.origin}&ca-file=${authorities(kms.ca, 'aws')}`;
  await place(`${aws}?${own}`, environment).health();
  const { host } = new URL(bao.origin);
  await place(`vault://${host}/transit/tessera?ca-file=${authorities(bao.ca, 'bao')}`, environment).health();
});

it('a profile that holds something else than one line of ASCII is named, and not shown', async () => {
  const file = join(temporaryFolder(), 'credentials');
  writeFileSync(file, '[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = hünter2\n');
  const health = place(`${aws}?credentials-file=${file}`).health();
  await expect(health).rejects.toMatchObject({
    ...{ name: 'RootKeyError', code: 'malformed' },
    message: `The profile "default" in ${file} does not hold one line of printable ASCII.`,
  });
});

it.each([
  ['AWS_EC2_METADATA_SERVICE_ENDPOINT', `${aws}?credentials=instance`],
  ['AZURE_POD_IDENTITY_AUTHORITY_HOST', `${azure}?credentials=managed-identity`],
])('%s without http:// is refused before it is asked', (name, uri) => {
  expect(() => place(uri, { [name]: 'localhost:1234' })).toThrow('no address');
});

it('a path of a root key with a % that begins no character is refused in words', () => {
  expect(() => place('file:///etc/%zz')).toThrow('A root key in a file is named by its absolute path');
});
