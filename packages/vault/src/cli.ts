#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// The rest imports what an older Node answers with a stack instead of a sentence. Beside `src` and beside `dist` alike.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const oldest = String(engines.node).replace('>=', '');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  process.stderr.write(`tessera-vault needs Node ${oldest} or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

// Imported here, because an older Node has no such functions.
const { enableCompileCache, flushCompileCache } = await import('node:module');
const { setFlagsFromString } = await import('node:v8');

// While modules are loaded, much of what is made stays. V8 would take that for load and let the space for young objects grow to 32 MB.
setFlagsFromString('--semi-space-growth-factor=1');

// Node keeps compiled modules here, and uses them while their sources are the same. Whoever can write to this folder can change the code
// beside it as well. Where the vault cannot write, starting takes longer and nothing else changes. Other threads go by the variable.
const cache = fileURLToPath(new URL('../.cache/', import.meta.url));
if (enableCompileCache(cache).directory !== undefined) process.env.NODE_COMPILE_CACHE ??= cache;

const { main, unexpected } = await import('./cli/main.ts');

// What was compiled before settings of V8 change is of no use after, so it is kept now and not when the process ends.
flushCompileCache();

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

let secretLine: ((prompt: string) => Promise<string | undefined>) | undefined;
const secret = async (prompt: string) => {
  const { secretLines } = await import('./cli/ask-secret.ts');
  secretLine ??= secretLines(process.stdin, (text) => process.stderr.write(text));
  return await secretLine(prompt);
};

/** What empties a terminal: its screen, and what could be scrolled back to (ECMA-48, xterm). */
const empty = '\u001b[2J\u001b[3J\u001b[H';

process.exitCode = await main(process.argv.slice(2), {
  // A copy, so that secrets can be taken out of what is passed on.
  environment: { ...process.env },
  forget: (variable) => void delete process.env[variable],
  secret,
  pause: async (prompt) => {
    if (!process.stdin.isTTY || !process.stdout.isTTY) return;
    await secret(prompt);
    process.stdout.write(empty);
  },
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

// An input that is still open would keep the process alive.
if (secretLine) process.stdin.destroy();
