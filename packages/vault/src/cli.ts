#!/usr/bin/env node
import process from 'node:process';

// The rest imports node:sqlite, which an older Node answers with a stack instead of a sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 16)) {
  process.stderr.write(`tessera-vault needs Node 22.16 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

const { main, unexpected } = await import('./cli/main.ts');

process.on('uncaughtException', (error) => {
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
  err: (text) => process.stderr.write(text),
  stopRequested,
});
