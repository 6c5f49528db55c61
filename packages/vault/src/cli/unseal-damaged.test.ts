import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { run, serve, vault } from './testing/commands.ts';

it('says why a vault stays sealed that enough shares were given to', async () => {
  const { folder } = await vault();
  const at = ['--data-dir', folder];
  const made = await run(['keys', 'shares', 'create', '--of', '2', '--need', '2', ...at, '--json']);
  const { shares } = JSON.parse(made.out);
  const served = await serve(folder, ['--root-key', 'shares:']);
  const db = new DatabaseSync(join(folder, 'keys.db'));
  db.exec("update wrapped_keys set wrapped = zeroblob(40) where purpose = 'audit'");
  db.close();
  const unsealed = await run(['keys', 'unseal', ...at, '--json'], {}, shares);
  expect(JSON.parse(unsealed.out)).toMatchObject({ sealed: true });
  expect(unsealed).toMatchObject({ code: 1, err: expect.stringContaining('The log of the vault says why') });
  expect(served.err()).toContain('enough shares of the root key were given, and the keys could not be opened');
  expect(served.err()).toContain('A wrapped key has been changed');
  for (const share of shares) expect(served.err()).not.toContain(share);
}, 60_000);
