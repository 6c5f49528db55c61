/* Runs all checks and tests, one step after the other, up to the first that fails. Prints how long each step took. */
import { spawnSync } from 'node:child_process';
import { projects } from '../test/projects.ts';

const steps = [
  ...['types', 'lint', 'unused', 'build'].map((script) => ({ name: script, command: ['npm', 'run', script] })),
  ...projects.map(({ test: { name } }) => ({
    name: `tests: ${name}`,
    command: ['npx', 'vitest', 'run', '--project', name],
  })),
  { name: 'tests: Playwright', command: ['npx', 'playwright', 'test', '-c', 'test/playwright.config.ts'] },
];

const say = (text) => process.stderr.write(`${text}\n`);
const minutes = (milliseconds) => {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2)} s`;
};

/** Runs a command and returns its exit code and how many milliseconds it took. */
const run = ([command, ...args]) => {
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) say(`${command}: ${error.message}`);
  return { code: status ?? 1, took: performance.now() - start };
};

const done = [];
for (const { name, command } of steps) {
  const { code, took } = run(command);
  done.push({ name, code, took });
  if (code !== 0) break;
}

say('');
for (const { name, code, took } of done) say(`${name.padEnd(20)} ${minutes(took)}${code === 0 ? '' : '   failed'}`);
const total = done.reduce((sum, { took }) => sum + took, 0);
const failed = done.find(({ code }) => code !== 0);
if (failed) {
  say(`\n“${failed.name}” failed after ${minutes(total)}. Its output stands above this table.`);
  process.exit(failed.code);
}
say(`${'all passed'.padEnd(20)} ${minutes(total)}`);
