import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyring } from '../keys/keyring.ts';
import { pooledRandom } from '../keys/random.ts';
import { assertUninitialised, createDataDir, dataDirFiles, lockDataDir, openDataDir } from '../store/data-dir.ts';
import { createTenant, type NewTenant } from '../tenants.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { firstRootKey } from './root-key.ts';
import type { Terminal } from './terminal.ts';

const longestName = 200;

/** A whole vault in an empty folder: keys, databases, a tenant, and an application that may manage it. */
const makeVault = async (folder: string, name: string, terminal: Terminal): Promise<NewTenant> => {
  const clock = Date.now;
  const random = pooledRandom();
  const root = firstRootKey(dataDirFiles(folder).rootKey, random, terminal);
  const { data, keys, close } = await openDataDir(folder, clock);
  try {
    const keyring = await createKeyring({ store: keys, root, random, clock });
    return await createTenant({ store: data, keyring, clock, random }, { name });
  } finally {
    await close();
  }
};

/** Moves a finished vault into its folder. The database comes last: with it, the folder counts as initialised. */
const moveInto = (from: string, to: string) => {
  const source = dataDirFiles(from);
  const target = dataDirFiles(to);
  for (const file of ['rootKey', 'keys', 'data'] as const) {
    if (existsSync(source[file])) renameSync(source[file], target[file]);
  }
  const folder = openSync(target.folder, 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** What is printed, this once: one line for scripts, or words for people. */
const shown = (dataDir: string, { tenantId, applicationId, key }: NewTenant, json: boolean): string =>
  json
    ? `${JSON.stringify({ tenant_id: tenantId, application_id: applicationId, key })}\n`
    : [
        `There is a vault in ${dataDir} now.`,
        `  tenant       ${tenantId}`,
        `  application  ${applicationId} (management)`,
        `  API key      ${key}`,
        'The API key is not shown again. Back up root.key and keys.db apart from vault.db: nothing opens without them.',
        '',
      ].join('\n');

export const init = command('init', {
  summary: 'makes keys, a tenant and a management key, shown once',
  flags: ['tenant', 'data-dir', 'json'],
  notes: ['The root key goes to root.key in the folder, unless TESSERA_ROOT_KEY holds one (32 bytes, base64).'],
  run: async ({ tenant, 'data-dir': dataDir, json }, terminal) => {
    const name = tenant.trim();
    if (name === '' || name.length > longestName) {
      throw new CommandError(`--tenant takes a name of 1 to ${longestName} characters.`, 2);
    }
    assertUninitialised(dataDir);
    createDataDir(dataDir);
    const lock = lockDataDir(dataDir);
    try {
      // Again, now that no other init can be at work.
      assertUninitialised(dataDir);
      // Made whole beside its place, so that an init that fails or is killed leaves no half of a vault there.
      const workshop = mkdtempSync(join(dataDirFiles(dataDir).folder, 'init-'));
      try {
        const made = await makeVault(workshop, name, terminal);
        moveInto(workshop, dataDir);
        terminal.out(shown(dataDir, made, json));
      } finally {
        rmSync(workshop, { recursive: true, force: true });
      }
    } finally {
      lock.release();
    }
  },
});
