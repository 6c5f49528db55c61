import { encodeQuery, type Query } from '@tessera/contract/query';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let reader: string;
let manager: string;
beforeAll(async () => {
  rig = await startRig();
  reader = await rig.application('server_to_server', ['token:general:create', 'token:general:read:low']);
  manager = await rig.application('management', ['application:read', 'reactor:read', 'proxy:read']);
  const made = await rig.send('POST', '/tokens', { key: reader, body: { type: 'token', data: 'x' } });
  expect(made.status).toBe(201);
});
afterAll(() => rig.close());

/** What a list gives for a query that the client writes. */
const list = (path: string, key: string, query: Query) => rig.send('GET', `${path}?${encodeQuery(query)}`, { key });

const keyOf = (path: string) => (path.includes('tokens') ? reader : manager);

describe('a filter by an empty list', () => {
  it.each(['/tokens', '/v2/tokens', '/applications', '/reactors', '/proxies'])(
    'of ids finds nothing: %s',
    async (path) => {
      const answer = await list(path, keyOf(path), { id: [] });
      expect(answer).toMatchObject({ status: 200, body: { data: [] } });
    },
  );

  it.each(['/tokens', '/applications'])('would find everything if it were left out: %s', async (path) => {
    expect((await list(path, keyOf(path), {})).body.data.length).toBeGreaterThan(0);
  });

  it.each(['/tokens', '/v2/tokens', '/applications'])('of types is refused by its name: %s', async (path) => {
    const answer = await list(path, keyOf(path), { type: [] });
    expect(answer).toMatchObject({ status: 400, body: { detail: 'Correct type, then send the request again.' } });
  });
});
