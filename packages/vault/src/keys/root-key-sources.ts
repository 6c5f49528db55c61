import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { Random } from '../ids.ts';
import { syncFolder } from '../store/private-file.ts';
import { systemCode, systemFault } from '../store/system-fault.ts';
import { RootKeyError } from './errors.ts';
import { localRootKey, type RootKeyProvider, rootKeySize } from './root-key.ts';

/** The variable that holds the root key where no file does. */
export const rootKeyVariable = 'TESSERA_ROOT_KEY';

/** The variable that holds the root key that is to come, or has just come, while it is rotated. */
export const newRootKeyVariable = 'TESSERA_NEW_ROOT_KEY';

/** 32 bytes in standard base64, with its padding. */
const form = /^[A-Za-z0-9+/]{43}=$/;

const parse = (text: string, source: string, uri: string): RootKeyProvider => {
  if (!form.test(text)) {
    throw new RootKeyError(
      'malformed',
      `${source} does not hold a root key: 32 bytes in base64 are expected, as "openssl rand -base64 32" prints them.`,
    );
  }
  return localRootKey(Buffer.from(text, 'base64'), uri);
};

/** The root key in an environment variable's value. */
export const rootKeyFromEnvironment = (value: string, variable = rootKeyVariable): RootKeyProvider =>
  parse(value.trim(), variable, `env:${variable}`);

const mode = (bits: number) => `0${(bits & 0o777).toString(8)}`;

/** The root key in a file that its owner alone may read. */
export const rootKeyFromFile = (path: string): RootKeyProvider => {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const help =
      systemCode(error) === 'EACCES'
        ? 'It belongs to the user that runs the vault.'
        : `Put it back from where you keep it, or set ${rootKeyVariable}.`;
    throw new RootKeyError('missing', `The root key ${path} cannot be read: ${systemFault(error)}. ${help}`);
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
    // Container runtimes make a folder of a file that they are to mount and that is not there.
    const text = stat.isFile() ? readFileSync(file, 'utf8').trim() : '';
    return parse(text, path, `file:${path}`);
  } finally {
    closeSync(file);
  }
};

/** Draws a root key into a new file for its owner alone, durable on return. Never replaces one. */
export const createRootKeyFile = (path: string, random: Random): RootKeyProvider => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${Buffer.from(random(rootKeySize)).toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(path);
  return rootKeyFromFile(path);
};

/** Where the next root key lies while the keys are wrapped under it. */
const nextTo = (path: string): string => `${path}.next`;

/**
 * The root keys in a file and beside it: after a rotation that was interrupted, the right one may be either. What is wrong with the
 * file is told only when the other will not do.
 */
export function* rootKeysFromFile(path: string): Generator<RootKeyProvider> {
  let trouble: unknown;
  try {
    yield rootKeyFromFile(path);
  } catch (error) {
    trouble = error;
  }
  try {
    if (existsSync(nextTo(path))) yield rootKeyFromFile(nextTo(path));
  } catch {
    // Half of a file, from a rotation that was interrupted before it changed anything.
  }
  if (trouble !== undefined) throw trouble;
}

type IsCurrent = (root: RootKeyProvider) => Promise<boolean>;

/** Throws `RootKeyError` where the root key in use lies beside its place, since what is there could not be replaced: it may be the only copy. */
export const assertInPlace = async (path: string, isCurrent: IsCurrent): Promise<void> => {
  const next = nextTo(path);
  if (!existsSync(next)) return;
  try {
    if (!(await isCurrent(rootKeyFromFile(next)))) return;
  } catch (error) {
    // Half of a file, from a rotation that was interrupted before it changed anything.
    if (error instanceof RootKeyError && error.code === 'malformed') return;
    throw error;
  }
  throw new RootKeyError(
    'wrong',
    `The root key in use lies in ${next} and could not be moved to ${path}. Copy it there before anything else, then remove ${next}.`,
  );
};

/** Draws the next root key beside the one in use. One that an interrupted rotation left unused gives way. */
export const createNextRootKeyFile = async (
  path: string,
  random: Random,
  isCurrent: IsCurrent,
): Promise<RootKeyProvider> => {
  await assertInPlace(path, isCurrent);
  rmSync(nextTo(path), { force: true });
  return createRootKeyFile(nextTo(path), random);
};

/**
 * Puts the next root key in the place of the one before, if the stored keys are wrapped under it, which `isCurrent` tells: the end of
 * a rotation, or of one that was interrupted. Several processes may come to this at once.
 */
export const adoptNextRootKeyFile = async (path: string, isCurrent: IsCurrent): Promise<void> => {
  if (!existsSync(nextTo(path))) return;
  try {
    if (!(await isCurrent(rootKeyFromFile(nextTo(path))))) return;
    renameSync(nextTo(path), path);
  } catch {
    // Half of a file, from a rotation that changed nothing; or another process was quicker.
    return;
  }
  syncFolder(path);
};
