import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../build/root.ts';
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
  const shares = sharesIn(await operator.run(command('shares create')));
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
