import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { SqlValue, Store } from '../store/port.ts';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { createKeyring, openKeyring } from './keyring.ts';
import { keyMigrations } from './migrations.ts';
import { pooledRandom } from './random.ts';
import { remoteRootKey } from './testing/remote-root-key.ts';

const id = (n: number) => `0190a5b0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A keyring whose next read of a table waits until it is let go, and what else may happen to the same keys. */
const start = async (table: 'wrapped_keys' | 'key_changes' | 'root_keys' = 'wrapped_keys') => {
  const store = await openSqlite({ path: join(temporaryFolder(), 'keys.db'), migrations: keyMigrations });
  onTestFinished(() => store.close());
  const { provider, state } = remoteRootKey();
  const options = { root: provider, random: pooledRandom(), clock: () => Date.UTC(2026, 0, 1) };
  const elsewhere = await createKeyring({ ...options, store });
  await elsewhere.createTenant(id(1));
  await elsewhere.createTenant(id(2));

  let holds = false;
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const slow: Store = {
    ...store,
    rows: async <Row>(sql: string, parameters?: readonly SqlValue[]) => {
      const rows = await store.rows<Row>(sql, parameters);
      if (holds && sql.includes(`from ${table}`)) {
        holds = false;
        reached.resolve();
        await go.promise;
      }
      return rows;
    },
  };
  const keyring = await openKeyring({ ...options, store: slow });
  return {
    ...{ elsewhere, keyring, state },
    hold: () => {
      holds = true;
    },
    reached: reached.promise,
    go: () => go.resolve(),
  };
};

it('stays sealed when it is sealed while it reads what others have changed', async () => {
  const { elsewhere, keyring, state, hold, reached, go } = await start();
  // Nothing of what is left has to be unwrapped, so that nobody asks for the root key.
  await elsewhere.destroyTenant(id(2));
  hold();
  const reading = keyring.refresh().catch(() => undefined);
  await reached;
  keyring.seal('The vault was sealed.');
  state.away = true;
  go();
  await reading;
  expect(keyring.rootKey().status).toBe('sealed');
  // What asks for the root key every half minute finds that it is away.
  await keyring.proveRootKey();
  expect(keyring.rootKey().status).toBe('sealed');
  expect(() => keyring.tenant(id(1))).toThrow(expect.objectContaining({ code: 'sealed' }));
  state.away = false;
  await keyring.proveRootKey();
  expect(keyring.has(id(1))).toBe(true);
});

it.each(['key_changes', 'root_keys'] as const)(
  'holds no key when it is sealed while it looks whether others have changed them: %s',
  async (table) => {
    const { elsewhere, keyring, state, hold, reached, go } = await start(table);
    await elsewhere.createTenant(id(3));
    hold();
    const made = table === 'root_keys' ? keyring.createTenant(id(4)) : keyring.refresh();
    await reached;
    keyring.seal('The vault was sealed.');
    go();
    await expect(made).rejects.toMatchObject({ code: 'sealed' });
    state.away = true;
    await keyring.proveRootKey();
    expect(keyring.rootKey().status).toBe('sealed');
  },
);

it('stays sealed when it is sealed while it opens', async () => {
  const { keyring, hold, reached, go } = await start();
  keyring.seal('The vault was sealed.');
  hold();
  const opening = keyring.proveRootKey();
  await reached;
  keyring.seal('The vault was sealed again.');
  go();
  await opening;
  expect(keyring.rootKey()).toMatchObject({ status: 'sealed' });
  expect(() => keyring.has(id(1))).toThrow(expect.objectContaining({ code: 'sealed' }));
  await keyring.proveRootKey();
  expect(keyring.has(id(1))).toBe(true);
});
