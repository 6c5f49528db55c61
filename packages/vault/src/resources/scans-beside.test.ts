import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyMigrations } from '../keys/migrations.ts';
import { openStores } from '../storage/stores.ts';
import { migrations } from '../store/migrations.ts';
import type { Reads, Store } from '../store/port.ts';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { gateForScans } from '../store/testing/waiting-scanner.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';

/** What a vault does while one of its requests looks at many rows. */
interface Watch {
  /** Called when a statement of a scan begins. */
  begins?: () => void;
  ends?: () => unknown;
}

let watch: Watch = {};
const gate = gateForScans();

/** Tells of the statements that go through `scans`, which runs as `by` runs it. */
const watched = (store: Store, by: (store: Store) => Store['scans']): Store => ({
  ...store,
  scans: (asker) => ({
    rows: async (sql, parameters) => {
      watch.begins?.();
      const found = await by(store)(asker).rows<never>(sql, parameters);
      watch.ends?.();
      return found;
    },
  }),
});

const rigWith = async (by: (store: Store) => Store['scans']): Promise<Rig> => {
  const place = await storageInFiles();
  return await startRig({
    place: Promise.resolve({
      ...place,
      open: async ({ clock }) => {
        const path = (name: string) => join(place.folder, name);
        const stores = await openStores(
          () => openSqlite({ path: path('keys.db'), migrations: keyMigrations, clock }),
          () => openSqlite({ path: path('vault.db'), migrations, clock, scanner: gate.program }),
        );
        return { ...stores, data: watched(stores.data, by) };
      },
    }),
  });
};

/** The same statements on the thread that answers. */
const onTheAnsweringThread = (store: Store) => (): Reads => store;

const scans = {
  'a list of tokens': ['GET', '/tokens'],
  'a search': ['POST', '/tokens/search', { query: 'NOT metadata.color:red' }],
  'a page of the audit log': ['GET', '/logs'],
  'a usage report': ['GET', '/tenants/self/reports/usage'],
  'a list of applications': ['GET', '/applications'],
  'a list of reactors': ['GET', '/reactors'],
  'a list of formulas': ['GET', '/reactor-formulas'],
} as const;

describe.each([
  ['beside the thread that answers, two others are answered', (store: Store) => store.scans, 2],
  ['on that thread, nobody is answered', onTheAnsweringThread, 0],
] as const)('during a scan %s', (_, by, answeredBefore) => {
  let rig: Rig;
  let key: string;
  let id: string;
  beforeAll(async () => {
    rig = await rigWith(by);
    key = await rig.application('server_to_server', allTokens());
    const made = await rig.send('POST', '/tokens', {
      key,
      body: { type: 'token', data: 'a', metadata: { color: 'b' } },
    });
    id = made.body.id;
  });
  afterAll(async () => {
    gate.open();
    await rig.close();
  });

  it.each(Object.entries(scans))('%s', async (name, [method, path, body]) => {
    const events: string[] = [];
    let others: Promise<void> | undefined;
    const askForOthers = async () => {
      expect((await rig.send('GET', `/tokens/${id}`, { key })).status).toBe(200);
      events.push('read');
      expect((await rig.send('POST', '/tokens', { key, body: { type: 'token', data: name } })).status).toBe(201);
      events.push('created');
      gate.open();
    };
    gate.close();
    watch = {
      begins: () => {
        others ??= askForOthers();
      },
      ends: () => events.push('statement ended'),
    };
    const asks = /tokens/.test(path) ? key : rig.acme.key;
    const answer = await rig.send(method, path, { key: asks, ...(body && { body }) });
    await others;
    watch = {};
    expect(answer.status).toBe(200);
    expect(events).toEqual(expect.arrayContaining(['read', 'created', 'statement ended']));
    expect(events.indexOf('statement ended')).toBe(answeredBefore);
  });

  it(`${answeredBefore > 0 ? 'no statement is' : 'all statements are'} run for a caller who has gone`, async () => {
    const caller = new AbortController();
    let ended = 0;
    watch = { begins: () => caller.abort(), ends: () => (ended += 1) };
    const request = new Request('https://vault.test/logs', {
      headers: { 'BT-API-KEY': rig.acme.key },
      signal: caller.signal,
    });
    const { status } = await rig.vault.fetch(request, { address: '192.0.2.1' });
    watch = {};
    expect([ended, status === 200]).toEqual(answeredBefore > 0 ? [0, false] : [2, true]);
  });
});
