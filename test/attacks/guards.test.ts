import { readFileSync } from 'node:fs';
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
