/*
 * `npm run dev`: runs `dev-server.ts`, and runs it again when a source changes that pages do not load by themselves: those of
 * the vault, of the scripts that it serves, and of the shop's server. The data folder stays, so tokens and orders do.
 */
import { fileURLToPath } from 'node:url';
import { needsRestart, restartOnChange } from './restart-on-change.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const stop = new AbortController();
// In a terminal, Ctrl-C reaches the program as well.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => stop.abort());

await restartOnChange({
  command: [
    '--conditions=@tessera/source',
    fileURLToPath(new URL('dev-server.ts', import.meta.url)),
    ...process.argv.slice(2),
  ],
  root,
  folders: ['packages', 'demo', 'build'],
  concerns: needsRestart,
  say: (text) => void process.stderr.write(text),
  stop: stop.signal,
});
