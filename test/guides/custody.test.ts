import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armor, Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../build/root.ts';
import { hasSoftHsm, softTokens } from '../../packages/vault/src/keys/providers/pkcs11/testing/soft-token.ts';
import { startAwsKms } from '../../packages/vault/src/keys/providers/testing/aws-stand-in.ts';
import { startAzure } from '../../packages/vault/src/keys/providers/testing/azure-stand-in.ts';
import { startGcpKms } from '../../packages/vault/src/keys/providers/testing/gcp-stand-in.ts';
import { startTransit, type Transit } from '../../packages/vault/src/keys/providers/testing/transit-stand-in.ts';
import { codeBlock } from './markdown.ts';
import { reader, withCommand } from './reader.ts';

/*
 * The commands of docs/custody.md as they are printed, with a stand-in for the transit engine. Folders of the machine that the page names
 * become folders in `world`.
 */
const world = mkdtempSync(join(tmpdir(), 'tessera-custody-'));
const operator = reader(root, { TESSERA_DATA_DIR: join(world, 'vault'), ...withCommand(join(world, 'bin')) });
let transit: Transit;
beforeAll(async () => {
  transit = await startTransit();
  writeFileSync(join(world, 'token'), 's.given');
  writeFileSync(join(world, 'bao.pem'), transit.ca);
});
afterAll(async () => {
  await operator.close();
  await transit.close();
  rmSync(world, { recursive: true, force: true });
});

const printed = (holds: string) =>
  codeBlock('docs/custody.md', 'sh', holds)
    .replaceAll('bao.example:8200', transit.host)
    .replaceAll('/run/tessera/token', join(world, 'token'))
    .replaceAll('/etc/tessera/bao.pem', join(world, 'bao.pem'))
    .replaceAll('/etc/tessera/root.key', join(world, 'root.key'));

/** The URI in single quotes that a printed command holds. */
const uriIn = (holds: string): string => /'(vault:[^']+)'/.exec(printed(holds))?.[1] ?? '';

it('the commands of the guide to custody do what it says', { timeout: 120_000 }, async () => {
  expect(JSON.parse(await operator.run(printed(' init ')))).toHaveProperty('tenant_id');
  expect(await operator.run(printed('--to file:'))).toContain('wrapped under version 2 of the root key');
  const moved = await operator.run(
    `export TESSERA_ROOT_KEY_URI=file:${join(world, 'root.key')}\n${printed("--to 'vault://")}`,
  );
  expect(moved).toContain('wrapped under version 3 of the root key');
  expect(moved).toContain(`Remove ${join(world, 'root.key')}`);
  const inventory = await operator.run(
    `export TESSERA_ROOT_KEY_URI='${uriIn("--to 'vault://")}'\n${printed('keys inventory')}`,
  );
  expect(inventory).toMatch(/root key +3 +1 +transit AEAD .* vault:\/\/localhost/);
});

it('the commands for a key service of a cloud move the root key there, from one to the next', {
  timeout: 120_000,
}, async () => {
  const [aws, gcp, azure] = await Promise.all([startAwsKms(), startGcpKms(), startAzure()]);
  const file = (name: string, text: string) => {
    writeFileSync(join(world, name), text);
    return join(world, name);
  };
  const own = `export TESSERA_DATA_DIR=${join(world, 'cloud')} AZURE_TENANT_ID=a-tenant AZURE_CLIENT_ID=a-client\n`;
  await operator.run(`${own}npm run -s vault -- init --tenant Acme --json`);
  const { accessKeyId, secretAccessKey } = aws.user();
  const profile = `[default]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`;
  const ca = (cloud: { ca: string }, name: string) => `ca-file=${file(name, cloud.ca)}`;
  // What the page leaves to the machine of a cloud comes from files here, and the services are stand-ins.
  const places = {
    "--to 'awskms:": (text: string) =>
      text.replace(
        'credentials=instance',
        `endpoint=${aws.origin}&${ca(aws, 'aws.pem')}&credentials-file=${file('aws', profile)}`,
      ),
    "--to 'gcpkms:": (text: string) =>
      text.replace(
        'credentials=metadata',
        `endpoint=${gcp.origin}&${ca(gcp, 'gcp.pem')}&credentials-file=${file('gcp.json', gcp.account())}`,
      ),
    "--to 'azurekv:": (text: string) =>
      text
        .replace('acme.vault.azure.net', azure.host)
        .replace(
          'credentials=managed-identity',
          `resource=https://vault.azure.net&login-endpoint=${azure.origin}&${ca(azure, 'azure.pem')}&client-secret-file=${file('azure', 'secret')}`,
        ),
  };
  azure.state.secret = 'secret';
  let before = '';
  let version = 1;
  for (const [holds, filled] of Object.entries(places)) {
    const command = filled(printed(holds));
    version += 1;
    expect(await operator.run(own + before + command)).toContain(`wrapped under version ${version} of the root key`);
    before = `export TESSERA_ROOT_KEY_URI='${/'(\w+:[^']+)'/.exec(command)?.[1]}'\n`;
  }
  const inventory = await operator.run(`${own}${before}npm run -s vault -- keys inventory`);
  expect(inventory).toMatch(/root key +4 +1 +Azure RSA-OAEP-256, RS256 .* azurekv:\/\/localhost/);
  for (const cloud of [aws, gcp, azure]) await cloud.close();
});

it.runIf(hasSoftHsm && existsSync('/usr/bin/pkcs11-tool'))(
  'the commands for a root key in a token do what it says',
  { timeout: 120_000 },
  async () => {
    const tokens = softTokens(join(world, 'softhsm'));
    tokens.make('payments', '4711-0815');
    writeFileSync(join(world, 'pin'), '4711-0815\n', { mode: 0o600 });
    const own = `export TESSERA_DATA_DIR=${join(world, 'with-token')} SOFTHSM2_CONF=${tokens.environment.SOFTHSM2_CONF}\n`;
    await operator.run(`${own}npm run -s vault -- init --tenant Acme --json`);
    const command = (holds: string) => own + printed(holds).replaceAll('/etc/tessera/pin', join(world, 'pin'));
    expect(await operator.run(command('pkcs11-tool'))).toMatch(/sensitive, always sensitive, never extractable/);
    expect(await operator.run(command("--to 'pkcs11:"))).toContain('wrapped under version 2 of the root key');
    const [uri] = /pkcs11:[^']+/.exec(command("--to 'pkcs11:")) ?? [];
    const inventory = await operator.run(`${own}export TESSERA_ROOT_KEY_URI='${uri}'\n${printed('keys inventory')}`);
    expect(inventory).toMatch(
      /root key +2 +1 +AES-256-GCM in a token .* pkcs11:token=payments;object=tessera, in a hardware token/,
    );
  },
);

it('the commands for a root key in shares do what it says', { timeout: 120_000 }, async () => {
  const folder = join(world, 'shared');
  const own = `export TESSERA_DATA_DIR=${folder} TESSERA_PORT=0\n`;
  const typed = (shares: readonly string[]) => {
    writeFileSync(join(world, 'shares'), shares.map((share) => `${share}\n`).join(''));
    return ` < ${join(world, 'shares')}`;
  };
  const sharesIn = (text: string) => text.match(/share1\w{70,}/g) ?? [];
  const command = (holds: string) => `${own}${printed(holds).trimEnd()}`;
  await operator.run(`${own}npm run -s vault -- init --tenant Acme --json`);
  const shares = sharesIn(await operator.run(command('shares create --of 5')));
  expect(shares).toHaveLength(5);
  const [origin] = await operator.startUntil(command('serve --root-key shares:'), /http:\/\/127\.0\.0\.1:\d+/);
  expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  expect(await operator.run(command('keys unseal') + typed(shares.slice(0, 2)))).toContain('2 of 3 shares were given');
  expect(await operator.run(command('keys unseal') + typed(shares.slice(4)))).toContain('The vault is open.');
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  expect(await operator.run(command('keys seal'))).toContain('The vault is sealed.');
  expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  expect(sharesIn(await operator.run(command('shares renew') + typed(shares)))).toHaveLength(5);
});

it('the command for encrypted shares prints them for their custodians alone', { timeout: 60_000 }, async () => {
  const own = `export TESSERA_DATA_DIR=${join(world, 'encrypted')}\n`;
  await operator.run(`${own}npm run -s vault -- init --tenant Acme --json`);
  const identities = await Promise.all([1, 2, 3].map(() => generateX25519Identity()));
  const recipients = await Promise.all(identities.map((identity) => identityToRecipient(identity)));
  writeFileSync(join(world, 'custodians.txt'), recipients.join('\n'));
  const said = await operator.run(
    own + printed('--recipients').replace('custodians.txt', join(world, 'custodians.txt')),
  );
  expect(said).not.toContain('share1');
  const second = said.match(/-----BEGIN[\s\S]+?-----END [^\n]+-----/g)?.[1] ?? '';
  const decrypter = new Decrypter();
  decrypter.addIdentity(identities[1] ?? '');
  expect(await decrypter.decrypt(armor.decode(second), 'text')).toMatch(/^share1\w+\n$/);
});

it('the commands for two operators hold an act back until the second one agrees', { timeout: 120_000 }, async () => {
  const own = `export TESSERA_DATA_DIR=${join(world, 'two')}\n`;
  await operator.run(`${own}npm run -s vault -- init --tenant Acme --json`);
  const named = (text: string) => own + text.replaceAll(/(?:alice|bob)\.(?:pem|pub)/g, (name) => join(world, name));
  // Nobody is there to type a passphrase.
  const generate = named(printed('openssl genpkey')).replace('-aes256 ', '');
  await operator.run(generate);
  await operator.run(generate.replaceAll('alice.', 'bob.'));
  await operator.run(named(printed('keys operators add')));
  const rotate = named(printed('rotate --root --operator-key')).trimEnd();
  const proposed = await operator.run(`${rotate} 2>&1 || true`);
  expect(proposed).toContain('Nothing was changed.');
  const [, id = ''] = /keys approve ([0-9a-f-]{36})/.exec(proposed) ?? [];
  const approved = await operator.run(
    named(printed('keys approve')).replace('01a0c5b8-0000-7000-8000-000000000000', id),
  );
  expect(approved).toContain('alice at ');
  expect(approved).toContain('bob agrees to replace the root key');
  expect(await operator.run(rotate)).toContain('wrapped under version 2 of the root key');
});
