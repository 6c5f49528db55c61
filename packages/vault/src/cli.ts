#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';

// The rest imports what an older Node answers with a stack instead of a sentence. Beside `src` and beside `dist` alike.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const oldest = String(engines.node).replace('>=', '');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  process.stderr.write(`tessera-vault needs Node ${oldest} or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

const { main, unexpected } = await import('./cli/main.ts');

let said = '';
const say = () => {
  const text = said;
  said = '';
  if (text !== '') process.stderr.write(text);
};
process.on('exit', say);

process.on('uncaughtException', (error) => {
  say();
  process.stderr.write(unexpected(error));
  process.exit(1);
});

const stopRequested = () =>
  new Promise<string>((resolve) => {
    const stop = (signal: string) => {
      resolve(signal);
      // One Ctrl-C arrives twice under npm: from the terminal and passed on. A later one ends the process at once.
      setTimeout(() => process.off('SIGINT', stop).off('SIGTERM', stop), 1000).unref();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });

process.exitCode = await main(process.argv.slice(2), {
  environment: process.env,
  out: (text) => process.stdout.write(text),
  // What is said within a turn of the event loop is written at once: under load that is many lines of the log.
  err: (text) => {
    if (said === '') setImmediate(say);
    said += text;
  },
  stopRequested,
  // Only a command that asks for it survives the signal; others end on it, as programs do when their terminal is closed.
  onReload: (run) => void process.on('SIGHUP', run),
});
