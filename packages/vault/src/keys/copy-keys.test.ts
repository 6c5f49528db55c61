import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { SqlValue, Store } from '../store/port.ts';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { copyKeys } from './copy-keys.ts';
import { addOperator } from './dual-control/operators.ts';
import { approve, propose } from './dual-control/proposals.ts';
import { createKeyring } from './keyring.ts';
import { keyMigrations } from './migrations.ts';
import { pooledRandom } from './random.ts';
import { localRootKey } from './root-key.ts';
import { rotateRoot } from './rotate-root.ts';
import { keepShares } from './shares/share-set.ts';
import { splitRootKey } from './shares/split.ts';

const keyStore = async (): Promise<Store> => {
  const store = await openSqlite({ path: join(temporaryFolder(), 'keys.db'), migrations: keyMigrations });
  onTestFinished(() => store.close());
  return store;
};

/** Tells processes that keys have changed: a copy has changes of its own. */
const ofThisDatabase = 'key_changes';

const tables = keyMigrations
  .flatMap(({ sql }) => [...sql.matchAll(/create table (\w+)/g)].map(([, name = '']) => name))
  .filter((name) => name !== ofThisDatabase);

it('copies what was there at one moment', async () => {
  const [store, copy] = [await keyStore(), await keyStore()];
  const clock = () => Date.UTC(2026, 0, 1);
  const keyring = await createKeyring({ store, random: pooledRandom(), clock, root: localRootKey(randomBytes(32)) });
  const acme = '0190a5b0-0000-7000-8000-000000000001';
  await keyring.createTenant(acme);
  let destroyed: Promise<void> | undefined;
  const changing: Store = {
    ...store,
    rows: async <Row>(sql: string, parameters?: readonly SqlValue[]) => {
      if (sql.includes('from destroyed_tenants')) {
        destroyed ??= keyring.destroyTenant(acme);
        await destroyed;
      }
      return await store.rows<Row>(sql, parameters);
    },
  };
  await copyKeys(changing, copy);
  expect(await copy.rows(`select 1 from destroyed_tenants`)).toHaveLength(1);
  expect(await copy.rows(`select 1 from wrapped_keys where purpose = 'kek'`)).toEqual([]);
});

it('copies all that a key database holds, who has to agree among it', async () => {
  const [store, copy] = [await keyStore(), await keyStore()];
  const random = pooledRandom();
  const options = { store, random, clock: () => Date.UTC(2026, 0, 1), root: localRootKey(randomBytes(32)) };
  const keyring = await createKeyring(options);
  const [acme, other] = ['0190a5b0-0000-7000-8000-000000000001', '0190a5b0-0000-7000-8000-000000000002'];
  for (const id of [acme, other]) await keyring.createTenant(id);
  await keyring.destroyTenant(other);
  const shares = await splitRootKey(randomBytes(32), { of: 3, need: 2 }, random);
  await rotateRoot(options, localRootKey(randomBytes(32)), { also: keepShares(shares, 0) });
  const signers = ['alice', 'bob'].map((name) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return { operator: { name, publicKey, addedAt: 0 }, privateKey };
  });
  await store.commit([
    ...signers.map(({ operator }) => addOperator(operator)),
    {
      sql: 'insert into destroyed_versions (tenant_id, version, destroyed_at) values (?, ?, ?)',
      parameters: [randomBytes(16), 1, 0],
    },
  ]);
  const [alice, bob] = signers;
  if (!alice || !bob) return expect.unreachable('there are two');
  await approve(options, (await propose(options, 'replace the root key', alice)).id, bob);

  await copyKeys(store, copy);
  for (const table of tables) {
    const rows = await store.rows(`select * from ${table}`);
    expect(rows, table).not.toEqual([]);
    expect(await copy.rows(`select * from ${table}`), table).toEqual(rows);
  }
});
