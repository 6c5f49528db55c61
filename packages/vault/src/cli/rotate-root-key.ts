import { isCurrentRoot } from '../keys/current-root.ts';
import type { RootKeyPlace } from '../keys/providers/place.ts';
import type { RootKeyProvider } from '../keys/root-key.ts';
import {
  adoptNextRootKeyFile,
  assertInPlace,
  createNextRootKeyFile,
  newRootKeyVariable,
  rootKeyVariable,
} from '../keys/root-key-sources.ts';
import { rotateRoot } from '../keys/rotate-root.ts';
import { takeLock } from '../storage/lock.ts';
import { auditRootKey } from './audit-keys.ts';
import { CommandError } from './command-error.ts';
import { namedPlace } from './root-key.ts';
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

const options = ({ keys, root, random, clock }: OpenVault) => ({ store: keys, root, random, clock });

/**
 * Rotates a root key in a file. The new key is durable in a separate file before the other keys are wrapped under it, and replaces
 * the old file afterwards. If this is interrupted, one of the two files opens everything, and the next command finds out which.
 */
const inFile = async (vault: OpenVault, file: string): Promise<number> => {
  const lock = takeLock(`${file}.lock`);
  if (!lock) throw new CommandError('Another process is rotating the root key; nothing was changed.');
  try {
    const isCurrent = (key: RootKeyProvider) => isCurrentRoot(vault.keys, key);
    const next = await createNextRootKeyFile(file, vault.random, isCurrent);
    const version = await rotateRoot(options(vault), next, { note: auditRootKey(vault) });
    await adoptNextRootKeyFile(file, isCurrent);
    await assertInPlace(file, isCurrent);
    return version;
  } finally {
    lock.release();
  }
};

/** What is left to do by hand after the root key has moved from one place to another. */
const afterMove = (from: RootKeyPlace, to: RootKeyPlace): string[] => [
  to.variable === newRootKeyVariable
    ? `From now on start with the new one as ${rootKeyVariable}.`
    : `From now on start with --root-key ${to.uri}, and the parameters that you named it with.`,
  ...(from.file === undefined || from.uri === to.uri ? [] : [`Remove ${from.file}: it holds the old one.`]),
];

/** Replaces the root key of a vault. `to` names where the next one is. Returns what to print. */
export const rotateRootKey = async (
  vault: OpenVault,
  terminal: Terminal,
  { to, json }: { to: string | undefined; json: boolean },
): Promise<string> => {
  const { place, random } = vault;
  const next = to === undefined ? vault.nextPlace : namedPlace(to, '--to', random, terminal);
  if (next) {
    const version = await rotateRoot(options(vault), next.next(), { note: auditRootKey(vault) });
    return shown(version, json, afterMove(place, next));
  }
  if (place.file !== undefined) {
    const version = await inFile(vault, place.file);
    return shown(version, json, [`The new one lies in ${place.file}; copy it to every host that serves.`]);
  }
  if (place.variable !== undefined) {
    throw new CommandError(
      `The root key comes from ${place.variable}, so the new one must too: set ${newRootKeyVariable} to it ` +
        '(openssl rand -base64 32) for this command and for every process that serves, then run this again.',
    );
  }
  const version = await rotateRoot(options(vault), place.next(), { again: true, note: auditRootKey(vault) });
  return shown(version, json, [
    `The root key is that of ${place.uri} as before, in its newest version; the vault key that it wraps is new.`,
  ]);
};
