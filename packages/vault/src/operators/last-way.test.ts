import { expect, it } from 'vitest';
import { theVault } from '../access/origin.ts';
import { pooledRandom } from '../keys/random.ts';
import type { Write } from '../store/port.ts';
import { withParameters } from '../store/sql-text.ts';
import { freshDatabase } from '../store/testing/postgres-database.ts';
import { session } from '../store/testing/sessions.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInDatabase } from '../testing/stores.ts';
import { deleteIdentity, insertIdentity } from './identities.ts';
import { inviteOperator } from './invite.ts';
import { deletePasskey, insertPasskey, mostWays, noRoom, type Passkey } from './passkeys.ts';

const [one, other] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'];

/** An operator with two ways to sign in, in a vault on PostgreSQL. */
const start = async () => {
  const url = await freshDatabase();
  const rig = await startRig({ place: storageInDatabase(url) });
  const { store, keyring, clock } = rig;
  const asked = { name: 'Grace', role: 'viewer', tenantId: undefined, by: theVault } as const;
  const { operator } = await inviteOperator({ store, keyring, clock, random: pooledRandom() }, asked);
  const passkey = (id: string): Passkey => ({
    ...{ id, operatorId: operator.id, credentialId: Buffer.from(id), publicKey: Buffer.from('public'), counter: 0 },
    ...{ transports: [], name: 'Key', synced: false, createdAt: clock(), usedAt: undefined },
  });
  const identity = (id: string) => ({
    ...{ id, operatorId: operator.id, issuer: 'https://login.example', subject: id, name: 'Grace', createdAt: clock() },
    usedAt: undefined,
  });
  const ways = async () => {
    const [row] = await store.rows<{ n: number }>(
      'select (select count(*) from operator_passkeys) + (select count(*) from operator_identities) as n',
    );
    return Number(row?.n);
  };
  return { url, rig, operator, ways, make: { passkey, identity } };
};

/** Another process, which has sent a write and not committed it yet. */
const underWay = async (url: string, write: Write) => {
  const client = await session(url);
  await client.query('begin; set local search_path to tessera');
  for (const { sql, parameters } of write) {
    await client.query(withParameters(sql, (place) => `$${place}`).text, [...parameters]);
  }
  return async () => void (await client.query('commit'));
};

/** What becomes of a write while another process is about to commit another one. */
const refusalBeside = async (url: string, { store }: Rig, theirs: Write, own: Write): Promise<unknown> => {
  const commit = await underWay(url, theirs);
  let isOver = false;
  const writing = store.commit(own).finally(() => {
    isOver = true;
  });
  const watching = await session(url);
  const waits = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  const isBlocked = async () => (await watching.query(waits)).rows.length > 0;
  await expect.poll(async () => isOver || (await isBlocked())).toBe(true);
  await commit();
  return await writing;
};

it.each([
  ['two passkeys', deletePasskey],
  ['a passkey and an account', deleteIdentity],
])('stays where two processes remove %s at the same time', async (_, remove) => {
  const { url, rig, operator, ways, make } = await start();
  const second =
    remove === deletePasskey
      ? insertPasskey(rig.keyring, make.passkey(other))
      : insertIdentity(rig.keyring, make.identity(other));
  await rig.store.commit([...insertPasskey(rig.keyring, make.passkey(one)), ...second]);
  expect(await refusalBeside(url, rig, deletePasskey(operator.id, one), remove(operator.id, other))).toBeDefined();
  expect(await ways()).toBe(1);
  await rig.close();
});

it.each(['passkey', 'identity'] as const)(
  'and as many as may be, where two processes add the last %s at the same time',
  async (kind) => {
    const { url, rig, ways, make } = await start();
    const idOf = (n: number) => `${one.slice(0, -2)}${n + 10}`;
    const add = (n: number) =>
      kind === 'passkey'
        ? insertPasskey(rig.keyring, make.passkey(idOf(n)))
        : insertIdentity(rig.keyring, make.identity(idOf(n)));
    for (let n = 1; n < mostWays; n++) expect(await rig.store.commit(add(n))).toBeUndefined();
    expect(await refusalBeside(url, rig, add(mostWays), add(mostWays + 1))).toBe(noRoom);
    expect(await ways()).toBe(mostWays);
    await rig.close();
  },
);
