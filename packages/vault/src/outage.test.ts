import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from './store/testing/postgres-server.ts';
import { type Answer, allTokens, type Rig, startRig } from './testing/rig.ts';
import { storageInDatabase } from './testing/stores.ts';

let server: PostgresServer;
let rig: Rig;
let key: string;
beforeAll(async () => {
  server = await startPostgres();
  rig = await startRig({ place: storageInDatabase(server.url('postgres')) });
  key = await rig.application('server_to_server', allTokens());
}, 60_000);
afterAll(async () => {
  await rig.close();
  await server.remove();
});

const create = (name: string) =>
  rig.send('POST', '/tokens', {
    key,
    headers: { 'BT-IDEMPOTENCY-KEY': name },
    body: { type: 'token', data: name, metadata: { name } },
  });

/** Creates tokens from many callers at once, until the database is gone and each of them has been told so. */
const createUntilGone = async (enough: () => void): Promise<Map<string, Answer>> => {
  const answers = new Map<string, Answer>();
  const caller = async (who: number) => {
    for (let n = 0; ; n += 1) {
      const name = `token-${who}-${n}`;
      const answer = await create(name);
      answers.set(name, answer);
      if (answers.size >= 200) enough();
      if (answer.status !== 201) return;
    }
  };
  await Promise.all(Array.from({ length: 24 }, (_, who) => caller(who)));
  return answers;
};

const unavailable = { type: 'unavailable', status: 503, title: 'The vault cannot answer right now.' };

it('answers 503 while the database is gone, and goes on when it is back with nothing lost and nothing done twice', async () => {
  let stopped: Promise<void> | undefined;
  const answers = await createUntilGone(() => {
    stopped ??= server.stop('immediate');
  });
  await stopped;
  const refused = [...answers].filter(([, { status }]) => status !== 201);
  for (const [, { status, headers, body }] of refused) {
    expect({ status, type: headers.get('content-type'), retry: headers.get('retry-after') }).toEqual({
      status: 503,
      type: expect.stringContaining('application/problem+json'),
      retry: '1',
    });
    expect(body).toMatchObject(unavailable);
  }
  const read = await rig.send('GET', '/tokens', { key });
  expect([read.status, read.body.type]).toEqual([503, 'unavailable']);
  expect((await rig.send('GET', '/readyz')).status).toBe(503);
  expect((await rig.send('GET', '/healthz')).status).toBe(200);
  expect(rig.lines.join('\n')).not.toContain('token-0-0');

  await server.start();
  expect((await rig.send('GET', '/readyz')).status).toBe(200);
  // Whoever was told 503 asks again with the same idempotency key: the first try may have been kept or not.
  for (const [name] of refused) answers.set(name, await create(name));
  for (const [name, { status, body }] of answers) {
    expect(status, name).toBe(201);
    expect((await rig.send('GET', `/tokens/${body.id}`, { key })).body.data).toBe(name);
  }
  expect(await rig.store.rows('select id from tokens')).toHaveLength(answers.size);
}, 60_000);
