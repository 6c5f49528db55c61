import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, allTokens, type Rig, startRig } from './testing/rig.ts';
import { storageInFiles } from './testing/stores.ts';

let rig: Rig;
let key: string;
let masked: string;
beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
  key = await rig.application('server_to_server', allTokens('high'));
  masked = await rig.application('server_to_server', allTokens('low'));
});
afterAll(async () => {
  await rig.close();
});

/** Room for so many pages in all; SQLite never takes away what is in use. Nothing but the disk itself is missing here. */
const makeRoom = (pages: number) => rig.store.commit([{ sql: `pragma max_page_count = ${pages}`, parameters: [] }]);

const create = (name: string) =>
  rig.send('POST', '/tokens', {
    key,
    headers: { 'BT-IDEMPOTENCY-KEY': name },
    body: { type: 'token', data: `S3CR3T ${name}`, metadata: { name } },
  });

const rowsOf = async (id: string) => {
  const rows = await rig.store.rows<{ operation: string }>('select operation from audit where entity_id = ?', [id]);
  return rows.map(({ operation }) => operation).sort();
};

const ready = async () => (await rig.send('GET', '/readyz')).status;

/** How HAProxy asks where nobody told it to ask otherwise. */
const readyByOptions = async () => (await rig.send('OPTIONS', '/readyz')).status;

it('answers 503 while the disk is full, loses nothing, and goes on by itself once there is room', async () => {
  const first = await create('first');
  await makeRoom(1);
  const answers = new Map<string, Answer>();
  const caller = async (who: number) => {
    for (let n = 0; ; n += 1) {
      const answer = await create(`${who}-${n}`);
      answers.set(`${who}-${n}`, answer);
      if (answer.status !== 201) return;
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, who) => caller(who)));
  const refused = [...answers].filter(([, { status }]) => status !== 201);
  expect(refused).toHaveLength(16);
  for (const [, { status, headers, body, text }] of refused) {
    expect({ status, type: body.type, retry: headers.get('retry-after') }).toEqual({
      status: 503,
      type: 'unavailable',
      retry: '1',
    });
    expect(text).not.toMatch(/S3CR3T|vault\.db/);
  }
  expect(rig.lines.join('')).toContain('could not grow: the disk is full');
  expect(rig.lines.join('')).not.toContain('S3CR3T');

  // What shows plaintext is written down first, so it is not shown; what shows none can wait.
  const read = async () => (await rig.send('GET', `/tokens/${first.body.id}`, { key })).status;
  // The last page may have had room for a few rows.
  let shown = 0;
  while ((await read()) === 200) shown += 1;
  expect(await read()).toBe(503);
  expect(await ready()).toBe(503);
  expect(await readyByOptions()).toBe(503);
  expect((await rig.send('GET', `/tokens/${first.body.id}`, { key: masked })).body.data).toBeNull();
  await expect(rig.vault.tidy()).rejects.toMatchObject({ code: 'full' });

  await makeRoom(1_000_000);
  expect(await ready()).toBe(200);
  expect(await readyByOptions()).toBe(200);
  await rig.vault.tidy();
  expect(await rowsOf(first.body.id)).toEqual(['create', ...Array.from({ length: shown + 1 }, () => 'read')]);
  for (const [name] of refused) answers.set(name, await create(name));
  for (const [name, { status, body }] of answers) {
    expect(status, name).toBe(201);
    expect((await rig.send('GET', `/tokens/${body.id}`, { key })).body.data).toBe(`S3CR3T ${name}`);
    expect(await rowsOf(body.id)).toEqual(['create', 'read']);
  }
  expect(await rig.store.rows('select id from tokens')).toHaveLength(answers.size + 1);
  expect(await rig.store.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
});
