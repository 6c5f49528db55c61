import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../build/root.ts';
import { startTransit, type Transit } from '../../packages/vault/src/keys/providers/testing/transit-stand-in.ts';
import { codeBlock } from './markdown.ts';
import { reader, withBlanks, withCommand } from './reader.ts';

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
  withBlanks(codeBlock('docs/custody.md', 'sh', holds), {
    'bao.example:8200': transit.host,
    '/run/tessera/token': join(world, 'token'),
    '/etc/tessera/bao.pem': join(world, 'bao.pem'),
  }).replaceAll('/etc/tessera/root.key', join(world, 'root.key'));

it('the commands of the guide to custody do what it says', { timeout: 120_000 }, async () => {
  expect(JSON.parse(await operator.run(printed(' init ')))).toHaveProperty('tenant_id');
  expect(await operator.run(printed('--to file:'))).toContain('wrapped under version 2 of the root key');
  const moved = await operator.run(
    `export TESSERA_ROOT_KEY_URI=file:${join(world, 'root.key')}\n${printed("--to 'vault://")}`,
  );
  expect(moved).toContain('wrapped under version 3 of the root key');
  expect(moved).toContain(`Remove ${join(world, 'root.key')}`);
});
