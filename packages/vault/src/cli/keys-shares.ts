import { localRootKey, rootKeySize } from '../keys/root-key.ts';
import { rotateRoot } from '../keys/rotate-root.ts';
import { type Share, writeShare } from '../keys/shares/share.ts';
import { keepShares, replaceShares } from '../keys/shares/share-set.ts';
import { splitRootKey } from '../keys/shares/split.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { withProgramName } from './program-name.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { type OpenVault, withVault } from './with-vault.ts';

interface Numbers {
  of: number;
  need: number;
}

/**
 * Prints the shares, before anything depends on them: when printing fails, the root key of before is still in use. People get them one by
 * one, and the screen is emptied between two.
 */
const handOut = async (shares: readonly Share[], terminal: Terminal, json: boolean): Promise<void> => {
  if (json) return terminal.out(`${JSON.stringify({ shares: shares.map(writeShare) })}\n`);
  for (const share of shares) {
    terminal.out(`Share ${share.number} of ${share.of}, for one custodian alone:\n\n  ${writeShare(share)}\n\n`);
    await terminal.pause('Write it down and check it, then press Enter. ');
  }
};

/** Draws a root key that nobody ever sees, splits it, and wraps every key under it. */
const create = async (vault: OpenVault, numbers: Numbers, terminal: Terminal, json: boolean): Promise<string[]> => {
  const { keys: store, root, random, clock } = vault;
  const bytes = random(rootKeySize);
  const shares = await splitRootKey(bytes, numbers, random);
  await handOut(shares, terminal, json);
  const next = localRootKey(bytes, 'shares:');
  const version = await rotateRoot({ store, root, random, clock }, next, { also: keepShares(shares, clock()) });
  return [
    `Every key is wrapped under version ${version} of the root key now, which these shares give.`,
    'From now on: tessera-vault serve --root-key shares:, then tessera-vault keys unseal',
    ...(vault.place.file === undefined ? [] : [`Remove ${vault.place.file}: it holds the old root key.`]),
  ];
};

/** Splits the root key in use anew. It stays the same, so shares of before give it too, where anybody still has enough of them. */
const renew = async (vault: OpenVault, numbers: Numbers, terminal: Terminal, json: boolean): Promise<string[]> => {
  const key = vault.place.shared?.key();
  if (!key) throw new CommandError('Shares are renewed with enough of the present ones: add --root-key shares:', 2);
  const bytes = new Uint8Array(key.export());
  const shares = await splitRootKey(bytes, numbers, vault.random);
  bytes.fill(0);
  await handOut(shares, terminal, json);
  await replaceShares(vault.keys, shares, vault.clock());
  return [
    'The vault takes these shares from now on, and no others.',
    'Destroy those of before: enough of them together still give the root key to who calculates it.',
  ];
};

const actions = { create, renew };

export const keysShares = command('keys shares', {
  summary: 'splits the root key into shares of several people, or splits it anew',
  flags: ['action', 'of', 'need', ...storageFlags, 'json'],
  bare: 'action',
  typed: ['action', 'of', 'need'],
  notes: [
    'create draws a new root key and prints each of its shares once; no other copy of it is kept. The',
    'root key in use then opens only older key backups. renew prints new shares of the same root key,',
    'after enough of the present ones were given.',
  ],
  run: async ({ action, of, need, json, ...values }, terminal) => {
    if (need > of) throw new CommandError('--need may not be greater than --of.', 2);
    await withVault(values, terminal, async (vault) => {
      const said = await actions[action](vault, { of, need }, terminal, json);
      terminal.err(withProgramName(`${said.join('\n')}\n`, terminal.environment));
    });
  },
});
