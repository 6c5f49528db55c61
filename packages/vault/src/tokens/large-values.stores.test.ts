import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../store/port.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { findOldest, findToken } from './queries.ts';

const large = 200_000;
/** What the clock of the rig shows. */
const start = Date.UTC(2022, 0, 1);

let rig: Rig;
let key: string;
const ids = { small: '', large: '' };
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
  for (const [name, size] of [
    ['small', 10],
    ['large', large],
  ] as const) {
    const body = { type: 'token', data: { n: name, x: 'x'.repeat(size) }, fingerprint_expression: '{{ data.n }}' };
    ids[name] = (await rig.send('POST', '/tokens', { key, body })).body.id;
  }
});
afterAll(async () => {
  await rig.close();
});

/** The store of the vault, and the bytes of all values that were read from it. */
const watched = () => {
  let read = 0;
  const store: Pick<Store, 'rows'> = {
    rows: async <Row>(sql: string, parameters?: Parameters<Store['rows']>[1]) => {
      const rows = await rig.store.rows<Row>(sql, parameters);
      for (const { sealed } of rows as { sealed?: Uint8Array | null }[]) read += sealed?.byteLength ?? 0;
      return rows;
    },
  };
  return { services: { store: { ...rig.store, ...store }, clock: () => start }, read: () => read };
};

const caller = () => ({ tenantId: rig.acme.tenantId });
const effort = { occupy: () => undefined, reserve: async () => undefined };
const notYet = new Error('not yet');

it('a small value is read with its row, a large one when its turn has come', async () => {
  const { services, read } = watched();
  const waiting = {
    ...effort,
    reserve: async () => {
      throw notYet;
    },
  };
  expect((await findToken(services, { caller: caller(), effort: waiting }, ids.small))?.id).toBe(ids.small);
  expect(read()).toBeGreaterThan(0);
  const before = read();
  await expect(findToken(services, { caller: caller(), effort: waiting }, ids.large)).rejects.toBe(notYet);
  expect(read()).toBe(before);
  const found = await findToken(services, { caller: caller(), effort }, ids.large);
  expect(found?.data.box.byteLength).toBeGreaterThan(large);
  expect(read()).toBeGreaterThan(large);
});

it('no value is read, by id or by fingerprint, for which there is no room', async () => {
  const { services, read } = watched();
  const full = {
    ...effort,
    occupy: (bytes: number) => {
      if (bytes > large) throw notYet;
    },
  };
  const { fingerprint } = (await findToken(services, { caller: caller(), effort }, ids.large)) ?? {};
  const before = read();
  await expect(findToken(services, { caller: caller(), effort: full }, ids.large)).rejects.toBe(notYet);
  const same = [fingerprint ?? new Uint8Array()];
  await expect(findOldest(services, { caller: caller(), effort: full }, same)).rejects.toBe(notYet);
  expect(read()).toBe(before);
  expect((await findOldest(services, { caller: caller(), effort }, same)).size).toBe(1);
});

it('a token that changes before its value is read is looked for again, and given up when it never rests', async () => {
  const { services } = watched();
  let changes = 1;
  const restless = {
    ...effort,
    reserve: async () => {
      if (changes-- <= 0) return;
      const body = { metadata: { changes: String(changes) } };
      expect((await rig.send('PATCH', `/tokens/${ids.large}`, { key, body })).status).toBe(200);
    },
  };
  const found = await findToken(services, { caller: caller(), effort: restless }, ids.large);
  expect(found?.metadata).toEqual({ changes: '0' });
  changes = 100;
  await expect(findToken(services, { caller: caller(), effort: restless }, ids.large)).rejects.toMatchObject({
    type: 'conflict',
  });
});

it('tokens are deleted, by a caller or because their time has come, with little read of them', async () => {
  const expiring = new Date(start + 1000).toISOString();
  const body = { type: 'token', data: 'x'.repeat(large), expires_at: expiring };
  const { id } = (await rig.send('POST', '/tokens', { key, body })).body;
  rig.pass(2000);
  await rig.vault.tidy();
  expect((await rig.send('GET', `/tokens/${id}`, { key })).status).toBe(404);
  expect((await rig.send('DELETE', `/tokens/${ids.large}`, { key })).status).toBe(204);
});
