import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const beside = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

it('the start file runs the command line, and Node keeps what it has compiled beside it', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--conditions=@tessera/source', beside('start.js'), '--version'],
    // Test runners keep Node from keeping anything.
    { encoding: 'utf8', timeout: 60_000, env: {} },
  );
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  expect(existsSync(beside('.cache'))).toBe(true);
});
