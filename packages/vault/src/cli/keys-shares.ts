import { currentRoot } from '../keys/current-root.ts';
import { localRootKey, rootKeySize } from '../keys/root-key.ts';
import { rotateRoot } from '../keys/rotate-root.ts';
import { type Recipient, recipientsIn } from '../keys/shares/recipients.ts';
import { type Share, writeShare } from '../keys/shares/share.ts';
import { keepShares, replaceShares } from '../keys/shares/share-set.ts';
import { splitRootKey } from '../keys/shares/split.ts';
import { auditRootKey } from './audit-keys.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { assertAgreed } from './dual-control.ts';
import { withProgramName } from './program-name.ts';
import { readText } from './read-file.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { type OpenVault, withVault } from './with-vault.ts';

interface Numbers {
  of: number;
  need: number;
}

/** Who the shares are for, in the order of the shares, where they are encrypted. */
type Recipients = readonly Recipient[] | undefined;

/** Prints each share as only its custodian can read it. */
const handOutSealed = async (
  shares: readonly Share[],
  recipients: readonly Recipient[],
  terminal: Terminal,
  json: boolean,
): Promise<void> => {
  const sealed = await Promise.all(
    recipients.map(async ({ name, encrypt }, place) => {
      const share = shares[place];
      if (!share) throw new RangeError('There is a recipient for each share.');
      return { number: share.number, recipient: name, encrypted: await encrypt(`${writeShare(share)}\n`) };
    }),
  );
  if (json) return terminal.out(`${JSON.stringify({ shares: sealed })}\n`);
  for (const { number, recipient, encrypted } of sealed) {
    terminal.out(`Share ${number} of ${shares.length}, for ${recipient} alone:\n\n${encrypted.trim()}\n\n`);
  }
};

/**
 * Prints the shares, before anything depends on them: when printing fails, the root key of before is still in use. People get them one by
 * one, and the screen is emptied between two.
 */
const handOut = async (
  shares: readonly Share[],
  recipients: Recipients,
  terminal: Terminal,
  json: boolean,
): Promise<void> => {
  if (recipients) return handOutSealed(shares, recipients, terminal, json);
  if (json) return terminal.out(`${JSON.stringify({ shares: shares.map(writeShare) })}\n`);
  for (const share of shares) {
    terminal.out(`Share ${share.number} of ${share.of}, for one custodian alone:\n\n  ${writeShare(share)}\n\n`);
    await terminal.pause('Write it down and check it, then press Enter. ');
  }
};

const ofNoUse = 'the shares that were printed are of no use: destroy them.';

/** Draws a root key that nobody ever sees, splits it, and wraps every key under it. */
const create = async (
  vault: OpenVault,
  numbers: Numbers,
  recipients: Recipients,
  terminal: Terminal,
  json: boolean,
): Promise<string[]> => {
  const { keys: store, root, random, clock } = vault;
  const bytes = random(rootKeySize);
  const shares = await splitRootKey(bytes, numbers, random);
  await handOut(shares, recipients, terminal, json);
  const next = localRootKey(bytes, 'shares:');
  const options = { store, root, random, clock };
  const beside = { also: keepShares(shares, clock()), note: auditRootKey(vault) };
  const version = await rotateRoot(options, next, beside).catch((error: unknown) => {
    terminal.err(`The root key was not replaced, and ${ofNoUse}\n`);
    throw error;
  });
  return [
    `Every key is wrapped under version ${version} of the root key now, which these shares give.`,
    'From now on: tessera-vault serve --root-key shares:, then tessera-vault keys unseal',
    ...(vault.place.file === undefined ? [] : [`Remove ${vault.place.file}: it holds the old root key.`]),
  ];
};

/** Splits the root key in use anew. It stays the same, so shares of before give it too, where anybody still has enough of them. */
const renew = async (
  vault: OpenVault,
  numbers: Numbers,
  recipients: Recipients,
  terminal: Terminal,
  json: boolean,
): Promise<string[]> => {
  const key = vault.place.shared?.key();
  if (!key) throw new CommandError('Shares are renewed with enough of the present ones: add --root-key shares:', 2);
  const { version } = await currentRoot(vault.keys, vault.root);
  const bytes = key.export();
  const shares = await splitRootKey(bytes, numbers, vault.random);
  bytes.fill(0);
  await handOut(shares, recipients, terminal, json);
  if (!(await replaceShares(vault.keys, version, shares, vault.clock()))) {
    throw new CommandError(`The root key was replaced meanwhile, and ${ofNoUse}`);
  }
  return [
    'The vault takes these shares from now on, and no others.',
    'Destroy those of before: enough of them together still give the root key to who calculates it.',
  ];
};

const actions = { create, renew };

/** What each is called where two operators have to agree. */
const acts = { create: 'replace the root key by one in shares', renew: 'renew the shares of the root key' };

export const keysShares = command('keys shares', {
  summary: 'splits the root key into shares of several people, or splits it anew',
  flags: ['action', 'of', 'need', 'recipients', 'operator-key', ...storageFlags, 'json'],
  bare: 'action',
  typed: ['action', 'of', 'need', 'recipients', 'operator-key'],
  notes: [
    'create draws a new root key and prints each of its shares once; no other copy of it is kept. The',
    'root key in use then opens only older key backups. renew prints new shares of the same root key,',
    'after enough of the present ones were given. With --recipients, whose lines are age recipients or',
    'files with OpenPGP keys, each share is printed so that its custodian alone can read it.',
  ],
  run: async ({ action, of, need, recipients: file, 'operator-key': keyFile, json, ...values }, terminal) => {
    if (need > of) throw new CommandError('--need may not be greater than --of.', 2);
    const recipients = file === undefined ? undefined : await recipientsIn(readText(file, '--recipients', 1_000_000));
    if (recipients && recipients.length !== of) {
      throw new CommandError(`--recipients ${file} names ${recipients.length}, and there are ${of} shares.`, 2);
    }
    await withVault(values, terminal, async (vault) => {
      const whose = recipients ? `, encrypted for ${recipients.map(({ name }) => name).join(', ')}` : '';
      await assertAgreed(vault, `${acts[action]}, ${need} of ${of}${whose}`, keyFile, terminal);
      const said = await actions[action](vault, { of, need }, recipients, terminal, json);
      terminal.err(withProgramName(`${said.join('\n')}\n`, terminal.environment));
    });
  },
});
