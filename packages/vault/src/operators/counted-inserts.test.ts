import { expect, it } from 'vitest';
import { idToText, uuid7 } from '../ids.ts';
import { pooledRandom } from '../keys/random.ts';
import type { Write } from '../store/port.ts';
import { withParameters } from '../store/sql-text.ts';
import { freshDatabase } from '../store/testing/postgres-database.ts';
import { session } from '../store/testing/sessions.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInDatabase } from '../testing/stores.ts';
import { insertApproval } from './approvals.ts';
import { insertPage, mostPages } from './page-origins.ts';
import { insertRewrap, mostRunning } from './rewraps.ts';

/** What stands in a list that has room for so many, and how another one is put there. */
const lists: readonly (readonly [string, number, (rig: Rig, n: number, id: string, tenantId: string) => Write])[] = [
  [
    'operator_approvals',
    50,
    ({ keyring, clock }, n, id, tenantId) =>
      insertApproval(keyring, {
        ...{ id, tenantId, act: 'destroy-key', subject: String(n), reason: 'It is time', askedBy: id },
        ...{ askedAt: clock(), expiresAt: clock() + 1000, decision: undefined, decidedBy: undefined },
        ...{ decidedAt: undefined, doneAt: undefined },
      }),
  ],
  // The same wish of the same operator.
  [
    'operator_approvals',
    1,
    ({ keyring, clock }, _, id, tenantId) =>
      insertApproval(keyring, {
        ...{ id, tenantId, act: 'delete-tenant', subject: tenantId, reason: 'It is time', askedBy: tenantId },
        ...{ askedAt: clock(), expiresAt: clock() + 1000, decision: undefined, decidedBy: undefined },
        ...{ decidedAt: undefined, doneAt: undefined },
      }),
  ],
  [
    'page_origins',
    mostPages,
    ({ keyring, clock }, n, id, tenantId) =>
      insertPage(keyring, {
        ...{ id, tenantId, origin: `https://shop-${n}.example`, addedBy: id, addedAt: clock() },
      }),
  ],
  [
    'key_rewraps',
    mostRunning,
    ({ clock }, _, id, tenantId) =>
      insertRewrap({
        ...{ id, tenantId, startedBy: id, startedAt: clock(), runner: undefined, seenAt: clock(), done: 0 },
        ...{ total: undefined, failed: 0, endedAt: undefined, outcome: undefined },
      }),
  ],
];

it.each(lists)(
  'stay as many as may be where two processes add the last one at the same time: %s',
  async (table, most, add) => {
    const url = await freshDatabase();
    const rig = await startRig({ place: storageInDatabase(url) });
    const newId = uuid7(rig.clock, pooledRandom());
    // A tenant has one rewrap at a time.
    const isOneEach = table === 'key_rewraps';
    const tenants = [rig.acme];
    for (let n = 1; isOneEach && n <= most; n++) tenants.push(await rig.tenant(`Tenant ${n}`));
    const another = (n: number) => add(rig, n, idToText(newId()), tenants[isOneEach ? n - 1 : 0]?.tenantId ?? '');
    for (let n = 1; n < most; n++) expect(await rig.store.commit(another(n))).toBeUndefined();

    // Another process, which has sent its write and not committed it yet.
    const client = await session(url);
    await client.query('begin; set local search_path to tessera');
    for (const { sql, parameters } of another(most)) {
      await client.query(withParameters(sql, (place) => `$${place}`).text, [...parameters]);
    }
    let outcome: unknown;
    const adding = rig.store.commit(another(most + 1)).then((refusal) => {
      outcome = refusal ?? 'added';
    });
    const watching = await session(url);
    const waits = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => outcome !== undefined || (await watching.query(waits)).rows.length > 0).toBe(true);
    await client.query('commit');
    await adding;
    expect(outcome).not.toBe('added');
    expect(await rig.store.rows(`select count(*) as n from ${table}`)).toEqual([{ n: most }]);
    await rig.close();
  },
);
