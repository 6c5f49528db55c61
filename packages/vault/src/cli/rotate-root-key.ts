import { isCurrentRoot } from '../keys/current-root.ts';
import {
  adoptNextRootKeyFile,
  createNextRootKeyFile,
  newRootKeyVariable,
  rootKeyFromEnvironment,
  rootKeyFromFile,
  rootKeyVariable,
} from '../keys/root-key-sources.ts';
import { rotateRoot } from '../keys/rotate-root.ts';
import { takeLock } from '../storage/lock.ts';
import { CommandError } from './command-error.ts';
import type { Terminal } from './terminal.ts';
import type { OpenVault } from './with-vault.ts';

const shown = (version: number, json: boolean, lines: readonly string[]): string =>
  json
    ? `${JSON.stringify({ root_key: { version } })}\n`
    : [
        `Every key is wrapped under version ${version} of the root key now.`,
        ...lines,
        'Back up the new root key and the keys. Key backups made before open with the old root key alone: to end',
        'them, destroy every copy of it.',
        '',
      ].join('\n');

/**
 * Rotates a root key in a file. The new key is durable in a separate file before the other keys are wrapped under it, and replaces
 * the old file afterwards. If this is interrupted, one of the two files opens everything, and the next command finds out which.
 */
const inFile = async ({ keys, root, clock, random, rootKeyFile }: OpenVault): Promise<number> => {
  const lock = takeLock(`${rootKeyFile}.lock`);
  if (!lock) throw new CommandError('Another process is rotating the root key; nothing was changed.');
  try {
    const next = createNextRootKeyFile(rootKeyFile, random);
    const version = await rotateRoot({ store: keys, root, clock }, next);
    const isCurrent = (key: typeof next) => isCurrentRoot(keys, key);
    await adoptNextRootKeyFile(rootKeyFile, isCurrent);
    if (!(await isCurrent(rootKeyFromFile(rootKeyFile)))) {
      throw new CommandError(
        `The new root key lies in ${rootKeyFile}.next and could not be moved to ${rootKeyFile}. Move it.`,
      );
    }
    return version;
  } finally {
    lock.release();
  }
};

/** Replaces the root key of a vault. Returns what to print. */
export const rotateRootKey = async (vault: OpenVault, { environment }: Terminal, json: boolean): Promise<string> => {
  const { [rootKeyVariable]: value, [newRootKeyVariable]: next } = environment;
  if (next) {
    const { keys, root, clock } = vault;
    const version = await rotateRoot({ store: keys, root, clock }, rootKeyFromEnvironment(next, newRootKeyVariable));
    const file = value ? [] : [`Remove ${vault.rootKeyFile}: it holds the old one.`];
    return shown(version, json, [`From now on start with the new one as ${rootKeyVariable}.`, ...file]);
  }
  if (value) {
    throw new CommandError(
      `The root key comes from ${rootKeyVariable}, so the new one must too: set ${newRootKeyVariable} to it ` +
        '(openssl rand -base64 32) for this command and for every process that serves, then run this again.',
    );
  }
  const version = await inFile(vault);
  return shown(version, json, [`The new one lies in ${vault.rootKeyFile}; copy it to every host that serves.`]);
};
