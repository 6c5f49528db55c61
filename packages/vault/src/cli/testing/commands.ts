import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { main } from '../main.ts';

/**
 * Runs a command to its end. What is typed may be a function: it is called when the command asks, so something may happen before that. So
 * may it when the command waits for Enter.
 */
export const run = async (
  args: string[],
  environment: Record<string, string> = {},
  typed: readonly (string | (() => string))[] = [],
  pause: () => Promise<void> = async () => undefined,
) => {
  const lines = [...typed];
  let out = '';
  let err = '';
  const code = await main(args, {
    environment,
    forget: () => undefined,
    secret: async () => {
      const line = lines.shift();
      return typeof line === 'function' ? line() : line;
    },
    pause,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stopRequested: async () => 'SIGTERM',
    onReload: () => undefined,
  });
  return { code, out, err };
};

/** Starts `serve` and waits until it listens. */
export const serve = async (folder: string, args: string[] = [], environment: Record<string, string> = {}) => {
  const stop = Promise.withResolvers<string>();
  const listening = Promise.withResolvers<string>();
  let err = '';
  let reload = () => {};
  const ended = main(['serve', '--data-dir', folder, '--port', '0', ...args], {
    environment,
    forget: () => undefined,
    secret: async () => undefined,
    pause: async () => undefined,
    out: () => expect.unreachable('serve writes nothing to standard output'),
    err: (text) => {
      err += text;
      const { url } = /^\{.*"msg":"listening"/.test(text) ? JSON.parse(text) : {};
      if (url !== undefined) listening.resolve(url);
    },
    stopRequested: () => stop.promise,
    onReload: (run) => {
      reload = run;
    },
  });
  const end = () => {
    stop.resolve('SIGTERM');
    return ended;
  };
  onTestFinished(async () => void (await end()));
  const url = await Promise.race([
    listening.promise,
    ended.then((code) => Promise.reject(new Error(`${code}: ${err}`))),
  ]);
  return { url, end, err: () => err, reload: () => reload() };
};

export const initialise = async (parent = temporaryFolder(), environment: Record<string, string> = {}) => {
  const folder = join(parent, 'vault');
  const { code, out, err } = await run(['init', '--data-dir', folder, '--tenant', 'Acme', '--json'], environment);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { folder, out, made: JSON.parse(out) };
};

let first: ReturnType<typeof initialise> | undefined;

/** A folder of its own with a vault in it; `init` itself runs once for all of them. */
export const vault = async () => {
  first ??= initialise(mkdtempSync(join(inject('scratch'), 'vault-')));
  const { folder: original, made } = await first;
  const folder = join(temporaryFolder(), 'vault');
  cpSync(original, folder, { recursive: true });
  return { folder, made };
};

/** A root key for the environment. */
export const rootKey = Buffer.alloc(32, 7).toString('base64');
