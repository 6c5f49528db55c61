import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { idToText, uuid7 } from '../ids.ts';
import { copyKeys } from '../keys/copy-keys.ts';
import { keyMigrations } from '../keys/migrations.ts';
import { pooledRandom } from '../keys/random.ts';
import { createDataDir, dataDirFiles, lockDataDir, openDataDir } from '../storage/data-dir.ts';
import { assertDataInDatabase, openDatabase } from '../storage/database.ts';
import { createPrivately, syncFolder } from '../store/private-file.ts';
import { assertIntact, copyDatabase, gatherInOneFile } from '../store/sqlite/copy.ts';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { auditOfVault } from './audit-keys.ts';
import { type Check, check, checkAsJson, howMuchIsWrong } from './audit-verify.ts';
import { backupFiles, keysIn } from './backup-folder.ts';
import { command } from './command.ts';
import { commandActor } from './command-actor.ts';
import { CommandError } from './command-error.ts';
import { openKeyringOf } from './open-keyring.ts';
import type { Values } from './options.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import type { OpenVault } from './with-vault.ts';

const flags = ['from', 'keys-from', 'verify', 'force', ...storageFlags, 'json'] as const;
type RestoreValues = Values<(typeof flags)[number]>;

const assertThere = (path: string, what: string): void => {
  if (existsSync(path)) return;
  throw new CommandError(`There is no ${what} at ${path}. Name the folder that "tessera-vault backup" has made.`);
};

/** Moves an existing database and its write-ahead log aside. Returns the new path. */
const moveAside = (data: string, folder: string): string | undefined => {
  if (!existsSync(data)) return undefined;
  const aside = join(folder, `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(data + ending)) renameSync(data + ending, join(aside, `vault.db${ending}`));
  }
  return aside;
};

const willRestore = ({ verify, force }: RestoreValues, { verified }: Check): boolean =>
  !verify && (verified.findings === 0 || force);

/** Notes in the logs of all tenants that what they say is older than it was. */
const note = async (
  vault: Pick<OpenVault, 'data' | 'keyring' | 'clock' | 'random'>,
  { from }: RestoreValues,
  terminal: Terminal,
): Promise<void> => {
  const id = idToText(uuid7(vault.clock, vault.random)());
  const event = { entityType: 'backup', entityId: id, operation: 'use', reason: from } as const;
  await auditOfVault({ ...vault, actor: commandActor(terminal.command ?? '') }, event);
};

/**
 * Copies a backup beside its final place and verifies it with the keys that will be used: the existing ones, otherwise those of the
 * backup.
 */
const prove = async (values: RestoreValues, workshop: string, terminal: Terminal): Promise<Check> => {
  const { 'data-dir': dataDir, from, 'keys-from': keysFrom, json } = values;
  const live = dataDirFiles(dataDir);
  const copies = dataDirFiles(workshop);
  // Created first with strict permissions, so that the copies are private whatever permissions the backup has.
  for (const path of [copies.data, copies.keys]) createPrivately(path);
  copyFileSync(backupFiles(from).data, copies.data);
  if (existsSync(live.keys)) await copyDatabase(live.keys, copies.keys);
  else copyFileSync(keysIn(keysFrom ?? from), copies.keys);
  assertIntact(copies.data);

  const environment = { clock: Date.now, random: pooledRandom() };
  const { data, keys, close } = await openDataDir(workshop, environment.clock);
  try {
    const { keyring } = await openKeyringOf({ keys, ...environment }, values, terminal);
    const proof = await check({ data, keyring, clock: environment.clock }, terminal, { json });
    if (willRestore(values, proof)) await note({ ...environment, data, keyring }, values, terminal);
    return proof;
  } finally {
    await close();
  }
};

const put = (values: RestoreValues, workshop: string): string => {
  const live = dataDirFiles(values['data-dir']);
  const copies = dataDirFiles(workshop);
  const aside = moveAside(live.data, live.folder);
  if (!existsSync(live.keys)) {
    gatherInOneFile(copies.keys);
    renameSync(copies.keys, live.keys);
  }
  gatherInOneFile(copies.data);
  // Moved last, because a folder with a database counts as a vault.
  renameSync(copies.data, live.data);
  syncFolder(live.data);
  return [
    `The vault is in ${values['data-dir']} again.`,
    ...(aside ? [`What was there before lies in ${aside}; delete it when it is needed no more.`] : []),
    '',
  ].join('\n');
};

const inFolder = async (values: RestoreValues, terminal: Terminal): Promise<void> => {
  const { 'data-dir': dataDir, from, 'keys-from': keysFrom, verify, json } = values;
  const live = dataDirFiles(dataDir);
  assertThere(backupFiles(from).data, 'data');
  if (!existsSync(live.keys)) assertThere(keysIn(keysFrom ?? from), 'key backup');
  else if (keysFrom !== undefined) {
    throw new CommandError(
      `${live.keys} is there, and a key backup would bring back what was destroyed since; nothing was changed. Leave ` +
        '--keys-from out to restore the data under the keys in place.',
    );
  }
  createDataDir(dataDir);
  const lock = verify ? undefined : lockDataDir(dataDir);
  try {
    const workshop = mkdtempSync(join(live.folder, 'restore-'));
    try {
      const proof = await prove(values, workshop, terminal);
      const { findings } = proof.verified;
      const restored = willRestore(values, proof);
      const said = restored ? put(values, workshop) : '';
      terminal.out(json ? `${JSON.stringify({ restored, ...checkAsJson(proof) })}\n` : said);
      if (findings > 0) {
        const end = restored ? 'It was restored as it is.' : 'Nothing was changed; --force restores it as it is.';
        throw new CommandError(`${howMuchIsWrong(findings, ' in this backup')} ${verify ? '' : end}`);
      }
      if (verify && !json) terminal.out('This backup can be restored.\n');
    } finally {
      rmSync(workshop, { recursive: true, force: true });
    }
  } finally {
    lock?.release();
  }
};

/** Restores the keys of a backup into a database whose data pg_restore has restored. */
const inDatabase = async (values: RestoreValues, url: string, terminal: Terminal): Promise<void> => {
  const { from, 'keys-from': keysFrom, verify, json } = values;
  const file = keysIn(keysFrom ?? from);
  assertThere(file, 'key backup');
  const holds = await assertDataInDatabase(url);
  if (holds.keys && !verify) {
    throw new CommandError(
      `${holds.where} holds keys already, and a key backup would bring back what was destroyed since; nothing was changed.`,
    );
  }
  const environment = { clock: Date.now, random: pooledRandom() };
  const source = await openSqlite({ path: file, migrations: keyMigrations, clock: environment.clock });
  try {
    const { data, keys, close } = await openDatabase(url, environment);
    try {
      if (!verify) await copyKeys(source, keys);
      const { keyring } = await openKeyringOf({ keys: verify ? source : keys, ...environment }, values, terminal);
      const proof = await check({ data, keyring, clock: environment.clock }, terminal, { json });
      if (!verify) await note({ ...environment, data, keyring }, values, terminal);
      if (json) terminal.out(`${JSON.stringify({ restored: !verify, ...checkAsJson(proof) })}\n`);
      else if (!verify) terminal.out('The keys are in the database again.\n');
      if (proof.verified.findings > 0) throw new CommandError(howMuchIsWrong(proof.verified.findings));
    } finally {
      await close();
    }
  } finally {
    await source.close();
  }
};

export const restore = command('restore', {
  summary: 'puts a backup in place, or proves that it could be',
  flags,
  notes: [
    'Refused while a vault serves the folder. Keys that are in place stay: what was destroyed since',
    'the backup stays unreadable. Without keys in place, those of the backup are taken. The root',
    'key must be there first. The backup is copied and checked before anything is replaced, and',
    'what was there before is moved aside. With --database-url the keys are restored beside data',
    'that pg_restore has put there.',
  ],
  run: async (values, terminal) => {
    const url = values['database-url'];
    if (url === undefined) await inFolder(values, terminal);
    else await inDatabase(values, url, terminal);
  },
});
