import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { initialise, rootKey, run } from './testing/commands.ts';

/** Every file of a folder with what is in it. */
const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));

describe('init', () => {
  it('prints one line of JSON with the ids and the key, and nothing else', async () => {
    const { out, made } = await initialise();
    expect(out.match(/\n/g)).toHaveLength(1);
    expect(Object.keys(made)).toEqual(['tenant_id', 'application_id', 'key']);
    expect(made.key).toMatch(/^key_[1-9A-HJ-NP-Za-km-z]{22}$/);
  });

  it('leaves a folder and files that only their owner may read, and the key in none of them', async () => {
    const { folder, made } = await initialise();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(['keys.db', 'lock.db', 'root.key', 'vault.db']);
    for (const file of readdirSync(folder)) {
      expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
      expect(readFileSync(join(folder, file), 'latin1')).not.toContain(made.key.slice(4));
    }
  });

  it('changes nothing where there is a vault already', async () => {
    const { folder } = await initialise();
    const before = contents(folder);
    const { code, out, err } = await run(['init', '--data-dir', folder, '--tenant', 'Other', '--json']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      `There is a vault in ${folder} already; nothing was changed. Name another folder with --data-dir.\n`,
    );
    expect(contents(folder)).toEqual(before);
  });

  it('takes no folder that holds the remains of a vault', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'keys.db'), 'precious');
    const { code, err } = await run(['init', '--data-dir', folder, '--tenant', 'Acme']);
    expect(code).toBe(1);
    expect(err).toContain(`${join(folder, 'keys.db')} is there, but no vault.db`);
    expect(contents(folder)).toEqual({ 'keys.db': Buffer.from('precious').toString('base64') });
  });

  it('leaves nothing behind when it cannot finish', async () => {
    const folder = temporaryFolder();
    const { code, err } = await run(['init', '--data-dir', folder, '--tenant', 'Acme'], { TESSERA_ROOT_KEY: 'short' });
    expect(code).toBe(1);
    expect(err).toContain('TESSERA_ROOT_KEY does not hold a root key');
    expect(readdirSync(folder)).toEqual(['lock.db']);
    expect((await run(['init', '--data-dir', folder, '--tenant', 'Acme'])).code).toBe(0);
  });

  it('gives one of two who ask at once a vault, and the other a sentence', async () => {
    const folder = join(temporaryFolder(), 'vault');
    const both = await Promise.all(['A', 'B'].map((name) => run(['init', '--data-dir', folder, '--tenant', name])));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
  });

  it('uses a root key from the environment and then writes none', async () => {
    const { folder } = await initialise(undefined, { TESSERA_ROOT_KEY: rootKey });
    expect(existsSync(join(folder, 'root.key'))).toBe(false);
    const missing = await run(['serve', '--data-dir', folder]);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toContain('root.key cannot be read: there is no such file or folder (ENOENT)');
  });

  it('wants a name for the tenant', async () => {
    const folder = join(temporaryFolder(), 'vault');
    expect((await run(['init', '--data-dir', folder])).err).toBe('--tenant NAME is needed (or TESSERA_TENANT).\n');
    expect((await run(['init', '--data-dir', folder, '--tenant', '  '])).code).toBe(2);
    expect(existsSync(folder)).toBe(false);
  });
});
