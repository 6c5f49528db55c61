import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { userAgentHeaders, version } from './user-agent.ts';

test('the version is the one of the package', () => {
  expect(version).toBe(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
});

test('a browser keeps its own User-Agent', () => {
  expect(userAgentHeaders(undefined, 'Mozilla/5.0 (X11)')).not.toHaveProperty('User-Agent');
  for (const runtime of ['Node.js/24', 'Cloudflare-Workers', undefined]) {
    expect(userAgentHeaders(undefined, runtime)['User-Agent']).toBe(`tessera-js/${version}`);
  }
});
