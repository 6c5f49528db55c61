import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { needsRestart, restartOnChange } from './restart-on-change.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-dev-'));
  mkdirSync(join(folder, 'src'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the program: it notes what it says, once for each start and once for each request to end. */
const program = (said: string): void =>
  writeFileSync(
    join(folder, 'src/program.mjs'),
    `import { appendFileSync } from 'node:fs';
     const note = (text) => appendFileSync(${JSON.stringify(join(folder, 'notes'))}, text + '\\n');
     note(${JSON.stringify(said)});
     process.once('SIGTERM', () => { note('asked to end'); process.exit(); });
     setInterval(() => {}, 1000);`,
  );

const notes = () => readFileSync(join(folder, 'notes'), 'utf8').trim().split('\n');
const untilNotes = (...expected: string[]) =>
  vi.waitFor(() => expect(notes()).toEqual(expected), { timeout: 30_000 });

const run = () => {
  const stop = new AbortController();
  let said = '';
  const ended = restartOnChange({
    command: [join(folder, 'src/program.mjs')],
    root: folder,
    folders: ['src'],
    concerns: (path) => path.endsWith('.mjs'),
    say: (text) => {
      said += text;
    },
    stop: stop.signal,
  });
  return { ended, stop: () => stop.abort(), said: () => said };
};

it('starts a program anew when its source changes, once the old one has ended', async () => {
  program('first');
  const { ended, stop } = run();
  await untilNotes('first');
  writeFileSync(join(folder, 'src/notes.md'), 'no source');
  program('second');
  await untilNotes('first', 'asked to end', 'second');
  stop();
  await ended;
  expect(notes()).toEqual(['first', 'asked to end', 'second', 'asked to end']);
});

it('waits for the next change when a program does not start', async () => {
  writeFileSync(join(folder, 'src/program.mjs'), 'process.exit(3);');
  const { ended, stop, said } = run();
  await vi.waitFor(() => expect(said()).toContain('Waiting for a change'), {
    timeout: 30_000,
  });
  program('mended');
  await untilNotes('mended');
  stop();
  await ended;
});

it.each([
  ['packages/vault/src/api/serve.ts', true],
  ['packages/frame/src/view/style.css', true],
  ['demo/server.ts', true],
  ['build/scripts.ts', true],
  ['packages/vault/src/api/serve.test.ts', false],
  ['packages/vault/src/testing/rig.ts', false],
  ['packages/react/src/index.ts', false],
  ['packages/js/dist/index.js', false],
  ['demo/pages/main.ts', false],
  ['demo/dist/index.html', false],
])('restarts the demo for %s: %s', (path, expected) => {
  expect(needsRestart(path)).toBe(expected);
});
