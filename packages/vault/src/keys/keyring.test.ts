import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { KeyDestroyedError, RootKeyError, TamperedError } from './errors.ts';
import { createKeyring, openKeyring } from './keyring.ts';
import { keyMigrations } from './migrations.ts';
import type { EncryptionContext } from './port.ts';
import { pooledRandom } from './random.ts';
import { localRootKey } from './root-key.ts';
import { createRootKeyFile, rootKeyFromEnvironment, rootKeyFromFile } from './root-key-sources.ts';

const random = pooledRandom();
const clock = () => Date.UTC(2022, 0, 1);
const root = (fill = 1) => localRootKey(new Uint8Array(32).fill(fill));

const acme = '0190a5b0-0000-7000-8000-000000000001';
const other = '0190a5b0-0000-7000-8000-000000000002';

const keyStore = async (path = join(temporaryFolder(), 'keys.db')) => {
  const store = await openSqlite({ path, migrations: keyMigrations });
  onTestFinished(() => store.close());
  return store;
};

const twoTenants = async () => {
  const store = await keyStore();
  const keyring = await createKeyring({ store, root: root(), random, clock });
  await keyring.createTenant(acme);
  await keyring.createTenant(other);
  return { store, keyring };
};

const context: EncryptionContext = { tenantId: acme, tokenId: 'a token', type: 'card', version: 1, field: 'data' };
const text = (data: Uint8Array) => Buffer.from(data).toString();
const card = Buffer.from('{"number":"4242424242424242"}');

/** The given bytes with one bit of one of them turned over. */
const flipped = (data: Uint8Array, bit: number) => {
  const copy = new Uint8Array(data);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
};

describe('a sealed value', () => {
  it('opens where it was sealed, whatever it is, also after a restart', async () => {
    const { store, keyring } = await twoTenants();
    const again = await openKeyring({ store, root: root(), random, clock });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (plaintext) => {
        const sealed = keyring.tenant(acme).seal(context, plaintext);
        expect(new Uint8Array(again.tenant(acme).open(context, sealed))).toEqual(plaintext);
      }),
    );
  });

  it('opens nowhere else: not for another tenant, token, type, version or field', async () => {
    const { keyring } = await twoTenants();
    const keys = keyring.tenant(acme);
    const sealed = keys.seal(context, card);
    const elsewhere: Partial<EncryptionContext>[] = [
      { tokenId: 'b token' },
      { type: 'token' },
      { version: 2 },
      { field: 'cvc' },
    ];
    for (const change of elsewhere) expect(() => keys.open({ ...context, ...change }, sealed)).toThrow(TamperedError);
    expect(() => keyring.tenant(other).open({ ...context, tenantId: other }, sealed)).toThrow(TamperedError);
    // Parts are told apart by their lengths, so letters cannot wander from one into the next.
    const shifted = keys.seal({ ...context, tokenId: 'ab', type: 'c' }, card);
    expect(() => keys.open({ ...context, tokenId: 'a', type: 'bc' }, shifted)).toThrow(TamperedError);
  });

  it('does not open with any bit changed, and the error shows nothing of it', async () => {
    const { keyring } = await twoTenants();
    const keys = keyring.tenant(acme);
    const sealed = keys.seal(context, card);
    for (const part of ['box', 'wrappedDek'] as const) {
      for (let bit = 0; bit < sealed[part].length * 8; bit++) {
        expect(() => keys.open(context, { ...sealed, [part]: flipped(sealed[part], bit) })).toThrow(TamperedError);
      }
    }
    expect(() => keys.open(context, { ...sealed, box: new Uint8Array() })).toThrow(
      /^The data of token a token of tenant [\w-]+ is not what was stored there\.$/,
    );
  });

  it('never repeats a data key, an IV or a box', async () => {
    const { keyring } = await twoTenants();
    const sealed = Array.from({ length: 500 }, () => keyring.tenant(acme).seal(context, card));
    const distinct = (bytes: (s: (typeof sealed)[number]) => Uint8Array) =>
      new Set(sealed.map((s) => Buffer.from(bytes(s)).toString('hex'))).size;
    expect(distinct((s) => s.wrappedDek)).toBe(500);
    expect(distinct((s) => s.box.subarray(0, 12))).toBe(500);
  });

  it('of one tenant is never taken by the keys of another', async () => {
    const { keyring } = await twoTenants();
    expect(() => keyring.tenant(other).seal(context, card)).toThrow(RangeError);
  });
});

describe('fingerprints, blind indexes and MACs', () => {
  it('are the same after a restart, and differ by tenant and purpose', async () => {
    const { store, keyring } = await twoTenants();
    const again = (await openKeyring({ store, root: root(), random, clock })).tenant(acme);
    const keys = keyring.tenant(acme);
    const data = Buffer.from('4242');
    expect(again.fingerprint(['4242'])).toEqual(keys.fingerprint(['4242']));
    expect(again.blindIndex('4242')).toEqual(keys.blindIndex('4242'));
    expect(again.auditMac(data)).toEqual(keys.auditMac(data));
    expect(keyring.tenant(other).fingerprint(['4242'])).not.toEqual(keys.fingerprint(['4242']));
    expect(keys.blindIndex('4242')).toHaveLength(16);
    expect(keys.blindIndex('4242')).not.toEqual(keys.auditMac(data).subarray(0, 16));
  });

  it('tell lists of parts apart', async () => {
    const keys = (await twoTenants()).keyring.tenant(acme);
    const parts = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const equal = Buffer.from(keys.fingerprint(a)).equals(keys.fingerprint(b));
        expect(equal).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    expect(keys.fingerprint(['ab', 'c'])).not.toEqual(keys.fingerprint(['a', 'bc']));
  });
});

describe('the key database', () => {
  it('holds no key in clear and opens under one root key only', async () => {
    const { store } = await twoTenants();
    await expect(openKeyring({ store, root: root(2), random, clock })).rejects.toMatchObject({
      name: 'RootKeyError',
      code: 'wrong',
    });
    const rows = await store.rows<{ wrapped: Uint8Array }>('select wrapped from wrapped_keys');
    expect(rows).toHaveLength(9);
    for (const { wrapped } of rows) expect(wrapped).toHaveLength(40);
  });

  it('keeps each key to its tenant and purpose: rows cannot stand in for each other', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'keys.db');
    const store = await keyStore(path);
    const keyring = await createKeyring({ store, root: root(), random, clock });
    await keyring.createTenant(acme);
    const db = new DatabaseSync(path);
    onTestFinished(() => db.close());
    // What another connection writes, the store sees from the next turn of the event loop.
    const write = async (sql: string): Promise<void> => {
      db.exec(sql);
      await setImmediate();
    };
    await write(`update wrapped_keys set wrapped = (select wrapped from wrapped_keys where purpose = 'audit')
      where purpose = 'fingerprint'`);
    await expect(openKeyring({ store, root: root(), random, clock })).rejects.toThrow(TamperedError);
    await write(`update wrapped_keys set wrapped = x'' where purpose = 'fingerprint'`);
    await expect(openKeyring({ store, root: root(), random, clock })).rejects.toThrow(TamperedError);
  });

  it('has nothing for a tenant it does not know, and forgets one whose rows are gone', async () => {
    const { store, keyring } = await twoTenants();
    expect(() => keyring.tenant('0190a5b0-0000-7000-8000-000000000009')).toThrow(KeyDestroyedError);
    await store.commit([
      { sql: `delete from wrapped_keys where purpose = 'kek' and hex(tenant_id) like ?`, parameters: ['%01'] },
    ]);
    const again = await openKeyring({ store, root: root(), random, clock });
    expect(() => again.tenant(acme)).toThrow(KeyDestroyedError);
    expect(
      text(
        again
          .tenant(other)
          .open({ ...context, tenantId: other }, keyring.tenant(other).seal({ ...context, tenantId: other }, card)),
      ),
    ).toBe(String(card));
  });

  it('recognises an API key by a hash that depends on the vault', async () => {
    const [one, two] = [await twoTenants(), await twoTenants()];
    const hash = one.keyring.hashApiKey('key_abc');
    const again = await openKeyring({ store: one.store, root: root(), random, clock });
    expect(again.hashApiKey('key_abc')).toEqual(hash);
    expect(two.keyring.hashApiKey('key_abc')).not.toEqual(hash);
  });
});

describe('the root key', () => {
  it('lies in a file for its owner alone, which is never replaced', () => {
    const path = join(temporaryFolder(), 'root.key');
    createRootKeyFile(path, random);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path, 'utf8');
    expect(Buffer.from(before, 'base64')).toHaveLength(32);
    expect(() => createRootKeyFile(path, random)).toThrow();
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('is the same from the file and from the environment', () => {
    const path = join(temporaryFolder(), 'root.key');
    const made = createRootKeyFile(path, random).checkValue?.();
    expect(made).toHaveLength(16);
    expect(rootKeyFromFile(path).checkValue?.()).toEqual(made);
    expect(rootKeyFromEnvironment(readFileSync(path, 'utf8')).checkValue?.()).toEqual(made);
  });

  it.each([0o640, 0o604, 0o660, 0o644])('is refused when others may read its file (mode %o)', (mode) => {
    const path = join(temporaryFolder(), 'root.key');
    createRootKeyFile(path, random);
    chmodSync(path, mode);
    expect(() => rootKeyFromFile(path)).toThrow(`Run: chmod 600 ${path}`);
  });

  it('that is missing or malformed is named without being shown', () => {
    const path = join(temporaryFolder(), 'root.key');
    expect(() => rootKeyFromFile(path)).toThrow(expect.objectContaining({ code: 'missing' }));
    for (const wrong of [
      '',
      'c2VjcmV0',
      Buffer.alloc(31, 9).toString('base64'),
      'x'.repeat(44),
      Buffer.alloc(32, 9).toString('hex'),
    ]) {
      writeFileSync(path, wrong, { mode: 0o600 });
      expect(() => rootKeyFromFile(path)).toThrow(expect.objectContaining({ code: 'malformed' }));
      try {
        rootKeyFromEnvironment(wrong);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(RootKeyError);
        if (wrong !== '') expect(String(error)).not.toContain(wrong);
      }
    }
  });
});
