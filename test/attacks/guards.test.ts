import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Guard, type GuardName, guards, withoutGuard } from './world/guards.ts';

const inSource = Object.keys(guards).filter((name) => guards[name as GuardName].in !== 'answer') as GuardName[];

// Each proof finds this out, too, but only once a browser runs.
test.each(inSource)('the guard “%s” stands where its proof takes it out', (name) => {
  const guard: Guard = guards[name];
  if (guard.in === 'answer') throw new Error('A guard that browsers keep stands in no source.');
  const path = fileURLToPath(new URL(`../../packages/${guard.file}`, import.meta.url));
  const source = readFileSync(path, 'utf8');
  expect(withoutGuard(name, source)).not.toBe(source);
});

/** The cases that the catalogue of attacks counts; docs/security.md says what each is about. */
const cases = Array.from({ length: 40 }, (_, index) => index + 1);

test('every case of the catalogue has a test that bears its number, in a file that docs/security.md names', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const rows = readFileSync(`${root}docs/security.md`, 'utf8').match(/^\| \d+ \|.*$/gm) ?? [];
  const listed = rows.map((row) => {
    const [, number = '', , files = ''] = row.split('|');
    const title = new RegExp(`cases?[ \\d]*(and )?\\b${number.trim()}\\b`);
    const tested = [...files.matchAll(/`([^`]+)`/g)].every(([, name]) =>
      globSync(`test/{attacks,e2e}/${name}.spec.ts`, { cwd: root }).some((path) =>
        title.test(readFileSync(`${root}${path}`, 'utf8')),
      ),
    );
    return tested ? Number(number) : `${number} is not tested where the table says`;
  });
  expect(listed).toEqual(cases);
});

test('every file of attacks tries a case of the catalogue', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = globSync('*.spec.ts', { cwd: folder });
  expect(files).not.toHaveLength(0);
  expect(files.filter((file) => !/cases? \d/.test(readFileSync(`${folder}${file}`, 'utf8')))).toEqual([]);
});
