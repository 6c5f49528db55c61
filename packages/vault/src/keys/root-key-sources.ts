import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Random } from '../ids.ts';
import { RootKeyError } from './errors.ts';
import { localRootKey, type RootKey, rootKeySize } from './root-key.ts';

/** The variable that holds the root key where no file does. */
export const rootKeyVariable = 'TESSERA_ROOT_KEY';

/** 32 bytes in standard base64, with its padding. */
const form = /^[A-Za-z0-9+/]{43}=$/;

const parse = (text: string, source: string): RootKey => {
  if (!form.test(text)) {
    throw new RootKeyError(
      'malformed',
      `${source} does not hold a root key: 32 bytes in base64 are expected, as "openssl rand -base64 32" prints them.`,
    );
  }
  return localRootKey(Buffer.from(text, 'base64'));
};

/** The root key in an environment variable's value. */
export const rootKeyFromEnvironment = (value: string): RootKey => parse(value.trim(), rootKeyVariable);

const mode = (bits: number) => `0${(bits & 0o777).toString(8)}`;

/** The root key in a file that its owner alone may read. */
export const rootKeyFromFile = (path: string): RootKey => {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new RootKeyError(
      'missing',
      `The root key ${path} cannot be read (${code}). Put it back from where you keep it, or set ${rootKeyVariable}.`,
    );
  }
  try {
    const stat = fstatSync(file);
    // Windows has no such bits; there the folder's own access list decides.
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      throw new RootKeyError(
        'exposed',
        `The root key ${path} may be read by others (mode ${mode(stat.mode)}). Run: chmod 600 ${path}`,
      );
    }
    return parse(readFileSync(file, 'utf8').trim(), path);
  } finally {
    closeSync(file);
  }
};

/** Draws a root key into a new file for its owner alone, durable on return. Never replaces one. */
export const createRootKeyFile = (path: string, random: Random): RootKey => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${Buffer.from(random(rootKeySize)).toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return rootKeyFromFile(path);
};
