import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { processCode } from './process-code.ts';

it('processes for formulas run JavaScript that is made of their sources once, without tests and types', async () => {
  const entry = await processCode();
  expect(entry).toMatch(/[\\/]\.cache[\\/][\da-f]{32}[\\/]inside[\\/]process\.js$/);
  expect(await processCode()).toBe(entry);

  const folder = dirname(entry);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  expect(files).toContain(join('guest', 'prelude.js'));
  expect(files.filter((name) => !name.endsWith('.js') || name.includes('.test.'))).toEqual([]);
  for (const name of files)
    expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/^import type|from '\..*\.ts'/m);
});
