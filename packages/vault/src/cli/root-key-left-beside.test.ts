import { mkdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, vault } from './testing/commands.ts';

/** A root key in use that lies beside its place, where something cannot be replaced: as when one file alone is mounted there. */
const leftBeside = async () => {
  const { folder } = await vault();
  const file = join(folder, 'root.key');
  renameSync(file, `${file}.next`);
  mkdirSync(file, { mode: 0o700 });
  return { folder, file };
};

it('is not drawn anew over the only copy of the one in use', async () => {
  const { folder, file } = await leftBeside();
  const at = ['--data-dir', folder];
  const before = readFileSync(`${file}.next`, 'utf8');
  expect((await run(['keys', 'status', ...at])).code).toBe(0);
  const rotated = await run(['keys', 'rotate', '--root', ...at]);
  expect(rotated).toMatchObject({ code: 1, out: '', err: expect.stringContaining(`${file}.next`) });
  expect(readFileSync(`${file}.next`, 'utf8')).toBe(before);

  rmdirSync(file);
  expect((await run(['keys', 'rotate', '--root', ...at])).code).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  expect((await run(['keys', 'status', ...at])).code).toBe(0);
}, 60_000);
