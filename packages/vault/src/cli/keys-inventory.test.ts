import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { run, vault } from './testing/commands.ts';

const day = 24 * 60 * 60 * 1000;

/** Makes all keys of a vault older. */
const age = (folder: string, days: number) => {
  const db = new DatabaseSync(join(folder, 'keys.db'));
  for (const table of ['root_keys', 'wrapped_keys'])
    db.exec(`update ${table} set created_at = created_at - ${days * day}`);
  db.close();
};

const inventory = async (folder: string, ...args: string[]) => {
  const { code, out, err } = await run(['keys', 'inventory', '--data-dir', folder, ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};

describe('keys inventory', () => {
  it('lists every key with its purpose, age and parent, from the root key down', async () => {
    const { folder, made } = await vault();
    const { keys } = JSON.parse(await inventory(folder, '--json'));
    const shown = keys.map(({ owner, key, kept }: Record<string, string>) => [owner, key, kept]);
    const stored = 'key database, under the vault key';
    expect(shown).toEqual([
      ['vault', 'root key', `file:${join(folder, 'root.key')}`],
      ['vault', 'vault key', 'key database, under the root key'],
      ['vault', 'API key hash key', stored],
      ...['audit key', 'search key', 'fingerprint key', 'key-encryption key'].map((key) => [
        made.tenant_id,
        key,
        stored,
      ]),
    ]);
    for (const { algorithm, purpose, version, created_at } of keys) {
      expect(algorithm).toMatch(/^(AES-256-KW|HMAC-SHA-256)/);
      expect({ purpose, version }).toEqual({ purpose: expect.stringMatching(/\w+/), version: 1 });
      expect(Date.parse(created_at)).toBeLessThanOrEqual(Date.now());
    }
    const text = await inventory(folder, '--tenant-id', made.tenant_id.toUpperCase());
    expect(text.split('\n')[0]).toMatch(/^owner +key +version +keys +algorithm +made +days +due +purpose +kept$/);
    expect(text).toMatch(/root key .* 365 +in time +wraps the vault key/);
    expect(text).toMatch(/audit key .* no end +authenticates the audit log/);
  });

  it.each([
    [327, 'in time', 'in time', []],
    [330, 'soon', 'in time', ['ends soon']],
    [400, 'overdue', 'in time', ['older than its cryptoperiod']],
    [700, 'overdue', 'soon', ['older than its cryptoperiod', 'near the end']],
    [731, 'overdue', 'overdue', ['older than its cryptoperiod', 'older than their']],
  ])('after %i days says what is due, and so does keys status', async (days, root, tenant, warnings) => {
    const { folder } = await vault();
    age(folder, days);
    const { keys } = JSON.parse(await inventory(folder, '--json'));
    const due = (name: string) => keys.find(({ key }: { key: string }) => key === name).due;
    expect([due('root key'), due('vault key'), due('key-encryption key')]).toEqual([root, root, tenant]);
    const { out } = await run(['keys', 'status', '--data-dir', folder]);
    for (const warning of warnings) expect(out).toContain(warning);
    if (warnings.length === 0) expect(out).not.toContain('cryptoperiod');
    const later = await run([
      'keys',
      'status',
      '--data-dir',
      folder,
      '--root-key-days',
      '5000',
      '--tenant-key-days',
      '5000',
    ]);
    expect(later.out).not.toContain('cryptoperiod');
    const { due: listed } = JSON.parse((await run(['keys', 'status', '--data-dir', folder, '--json'])).out);
    expect(listed.map(({ key }: { key: string }) => key)).toEqual(
      warnings.map((_: string, n: number) => ['root', 'tenant'][n]),
    );
  });
});
