import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { idToText, uuid7 } from '../ids.ts';
import { copyKeys } from '../keys/copy-keys.ts';
import { openKeyring } from '../keys/keyring.ts';
import { keyMigrations } from '../keys/migrations.ts';
import { dataDirFiles } from '../storage/data-dir.ts';
import { databaseSchemas } from '../storage/database.ts';
import { openStores } from '../storage/stores.ts';
import { migrations } from '../store/migrations.ts';
import { assertIntact, copyDatabase, gatherInOneFile } from '../store/sqlite/copy.ts';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { auditOfVault } from './audit-keys.ts';
import { type Check, check, checkAsJson } from './audit-verify.ts';
import { backupFiles, workshopFor } from './backup-folder.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { count, progressLines } from './progress.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { type OpenVault, withVault } from './with-vault.ts';

/** Opens the copies like a vault and verifies them. */
const proveCopies = async (
  { root, random, clock }: OpenVault,
  files: { data: string; keys: string },
  terminal: Terminal,
  json: boolean,
): Promise<Check> => {
  assertIntact(files.data);
  const { data, keys, close } = await openStores(
    () => openSqlite({ path: files.keys, migrations: keyMigrations, clock }),
    () => openSqlite({ path: files.data, migrations, clock }),
  );
  try {
    const keyring = await openKeyring({ store: keys, root, random, clock });
    return await check({ data, keyring, clock }, terminal, { json });
  } finally {
    await close();
  }
};

/** Copies the keys to a file, from SQLite or PostgreSQL. */
const exportKeys = async ({ keys, clock }: OpenVault, path: string): Promise<void> => {
  const copy = await openSqlite({ path, migrations: keyMigrations, clock });
  try {
    await copyKeys(keys, copy);
  } finally {
    await copy.close();
  }
};

const apart = (keys: string): string =>
  `Keep ${keys} away from the data: who has both, and the root key, has everything. The root key is in neither.\n`;

export const backup = command('backup', {
  summary: 'copies data and keys, and proves that the copies open',
  flags: ['to', 'keys-to', ...storageFlags, 'json'],
  says: { to: 'Folder to make for the backup' },
  notes: [
    'Runs beside a vault that serves. Data and keys go to folders of their own; the root key is',
    'copied to neither. The copies are checked as "audit verify" does before they count.',
    'With --database-url only the keys are copied. Back up the data with pg_dump, before the keys;',
    'the answer shows how.',
  ],
  run: async ({ to, 'keys-to': keysTo, json, ...values }, terminal) => {
    if (to === undefined) throw new CommandError('--to DIR is needed (or TESSERA_TO).', 2);
    const target = workshopFor(to, 'to');
    const keysTarget = keysTo === undefined ? undefined : workshopFor(keysTo, 'keys-to');
    const files = backupFiles(target.folder);
    const keysFile = keysTarget ? join(keysTarget.folder, 'keys.db') : files.keys;
    const keysShown = keysTo ?? dirname(backupFiles(to).keys);
    try {
      await withVault(values, terminal, async (vault) => {
        // Before the copies, so that they have it as well.
        const id = idToText(uuid7(vault.clock, vault.random)());
        await auditOfVault(vault, { entityType: 'backup', entityId: id, operation: 'create', reason: to });
        if (!keysTarget) mkdirSync(dirname(files.keys), { mode: 0o700 });
        if (values['database-url'] !== undefined) {
          await exportKeys(vault, keysFile);
          gatherInOneFile(keysFile);
          keysTarget?.finish();
          if (!keysTarget) target.finish();
          const dump = `pg_dump --format=custom --schema=${databaseSchemas.data} --file=tessera.dump`;
          terminal.out(
            json
              ? `${JSON.stringify({ keys: keysShown })}\n`
              : `The keys are in ${keysShown}.\n${apart(keysShown)}The data is for pg_dump, before the keys, so that no version it needs is missing from them:\n  ${dump} "$TESSERA_DATABASE_URL"\n`,
          );
          return;
        }
        const source = dataDirFiles(values['data-dir']);
        const progress = progressLines(terminal);
        mkdirSync(dirname(files.data), { mode: 0o700 });
        await copyDatabase(source.data, files.data, (done, total) => progress('pages', done, total));
        // Copied after the data, so that the copy has every key version that the data needs.
        await copyDatabase(source.keys, keysFile);
        const proof = await proveCopies(vault, { data: files.data, keys: keysFile }, terminal, json);
        gatherInOneFile(files.data);
        gatherInOneFile(keysFile);
        keysTarget?.finish();
        target.finish();
        terminal.out(
          json
            ? `${JSON.stringify({ data: dirname(backupFiles(to).data), keys: keysShown, ...checkAsJson(proof) })}\n`
            : `The data is in ${dirname(backupFiles(to).data)}, the keys are in ${keysShown}.\n${apart(keysShown)}`,
        );
        if (proof.verified.findings > 0) {
          throw new CommandError(
            `The copies are faithful, but ${count(proof.verified.findings)} things in them are wrong, and so they are in the vault.`,
          );
        }
      });
    } finally {
      target.dispose();
      keysTarget?.dispose();
    }
  },
});
