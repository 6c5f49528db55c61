/* Runs everything that can fail, one after the other, and says how long it took. */
import { spawnSync } from 'node:child_process';

const say = (text) => process.stderr.write(`${text}\n`);
const since = (start) => {
  const seconds = Math.round((Date.now() - start) / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

const start = Date.now();
for (const script of ['check', 'test:browser']) {
  const { status } = spawnSync('npm', ['run', script], { stdio: 'inherit' });
  if (status !== 0) {
    say(`npm run ${script} failed, ${since(start)} after the start. The lines above say what.`);
    process.exit(status ?? 1);
  }
}
say(`All passed in ${since(start)}.`);
