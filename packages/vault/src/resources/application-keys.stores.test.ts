import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../audit-verify/verify.ts';
import { idColumn } from '../store/columns.ts';
import { type Rig, startRig } from '../testing/rig.ts';

const unknown = '00000000-0000-4000-8000-000000000000';

let rig: Rig;
let manager: string;
beforeAll(async () => {
  rig = await startRig();
  manager = rig.acme.key;
});
afterAll(async () => {
  await rig.close();
});

const send = (method: string, path: string, key = manager, body?: object) =>
  rig.send(method, path, { key, ...(body && { body }) });

/** A new application, with the paths of its keys. */
const made = async (more: object = {}) => {
  const asked = { name: 'Shop', type: 'server_to_server', permissions: ['token:general:read:low'], ...more };
  const { status, body } = await send('POST', '/applications', manager, asked);
  expect(status).toBe(201);
  const keys = `/applications/${body.id}/keys`;
  const add = async (query = '') => (await send('POST', `${keys}${query}`)).body as Record<string, string>;
  return { id: String(body.id), key: String(body.key), body, keys, add };
};

const works = async (key: string, { send: ask }: Pick<Rig, 'send'> = rig) =>
  (await ask('GET', '/applications/key', { key })).status === 200;

const findings = async () => {
  await rig.vault.tidy();
  const found: string[] = [];
  await verifyAudit({
    store: rig.store,
    keyring: rig.keyring,
    clock: rig.keyringOptions.clock,
    progress: () => undefined,
    report: async ({ kind }) => void found.push(kind),
  });
  return found;
};

describe('another key of an application', () => {
  it('works beside the first, shows its secret once and may do the same', async () => {
    const { id, key, keys } = await made();
    const { status, body } = await send('POST', keys);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      key: expect.stringMatching(/^key_[1-9A-HJ-NP-Za-km-z]{22}$/),
      version: '2',
      created_by: rig.acme.applicationId,
      created_at: '2022-01-01T00:00:00+00:00',
    });
    const { key: secret, ...shown } = body;
    expect([await works(key), await works(secret)]).toEqual([true, true]);
    expect((await send('GET', `${keys}/${body.id}`)).body).toEqual(shown);
    const { body: listed } = await send('GET', keys);
    expect(listed).toEqual([shown, expect.objectContaining({ version: '1' })]);
    expect((await send('GET', `/applications/${id}`)).body.keys).toEqual(listed);
    const [row] = await rig.store.rows<Record<string, unknown>>('select * from applications where id = ?', [
      idColumn(id),
    ]);
    expect(JSON.stringify(row)).not.toContain(secret.slice(4));
    expect((await send('GET', '/tokens', secret)).status).toBe(200);
  });

  it('is deleted at once, and the others stay', async () => {
    const { key, keys, add } = await made();
    const second = await add();
    const [, first] = (await send('GET', keys)).body;
    expect((await send('DELETE', `${keys}/${first.id}`)).status).toBe(204);
    expect([await works(key), await works(second.key ?? '')]).toEqual([false, true]);
    for (const each of [first.id, unknown, 'x']) {
      expect((await send('DELETE', `${keys}/${each}`)).status).toBe(404);
      expect((await send('GET', `${keys}/${each}`)).status).toBe(404);
    }
    expect((await send('GET', `/applications/${unknown}/keys`)).status).toBe(404);
  });

  it('is one of three at most, and regenerating leaves one', async () => {
    const { id, key, keys, add } = await made();
    const others = [await add(), await add()];
    expect((await send('POST', keys)).status).toBe(409);
    const { body } = await send('POST', `/applications/${id}/regenerate`);
    for (const each of [key, ...others.map((other) => other.key ?? '')]) expect(await works(each)).toBe(false);
    expect(await works(body.key)).toBe(true);
    expect((await send('GET', keys)).body).toHaveLength(1);
  });

  it('is one of three at most also when several are asked for at once', async () => {
    const { keys } = await made();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('POST', keys)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
  });

  it('expires to the millisecond, in every process, and makes room', async () => {
    const { keys, add } = await made();
    const { key = '' } = await add('?expires_at=2022-01-01T00:10:00%2B00:00');
    const beside = await rig.another();
    rig.pass(10 * 60_000 - 1);
    expect([await works(key), await works(key, beside)]).toEqual([true, true]);
    rig.pass(1);
    expect([await works(key), await works(key, beside)]).toEqual([false, false]);
    expect((await send('GET', keys)).body).toHaveLength(1);
    await add();
    await add();
    expect((await send('GET', keys)).body).toHaveLength(3);
  });

  it('cannot expire before now', async () => {
    const { keys } = await made();
    const { status, body } = await send('POST', `${keys}?expires_at=2021-12-31`);
    expect([status, body.errors]).toEqual([400, { expires_at: ['Must lie in the future.'] }]);
  });

  it('needs the permissions that applications need', async () => {
    const { keys } = await made();
    const holding = (...permissions: string[]) => rig.application('management', permissions);
    const reader = await holding('application:read', 'application:update');
    expect((await send('GET', keys, reader)).status).toBe(200);
    expect((await send('POST', keys, reader)).status).toBe(403);
    const [{ id }] = (await send('GET', keys)).body;
    expect((await send('DELETE', `${keys}/${id}`, reader)).status).toBe(403);
    const maker = await holding('application:create');
    expect((await send('POST', keys, maker)).status).toBe(201);
    // A key of an application that may do more would hand that on.
    const mighty = await made({ type: 'management', permissions: ['log:read'] });
    expect((await send('POST', mighty.keys, maker)).status).toBe(403);
    const foreign = await rig.tenant('Other');
    expect((await send('GET', keys, foreign.key)).status).toBe(404);
    expect((await send('POST', keys, foreign.key)).status).toBe(404);
  });

  it('answers a repeated call with the same key, and makes no other', async () => {
    const { keys } = await made();
    const once = () => rig.send('POST', keys, { key: manager, headers: { 'BT-IDEMPOTENCY-KEY': keys } });
    const [first, again] = [await once(), await once()];
    expect(again.body).toEqual(first.body);
    expect((await send('GET', keys)).body).toHaveLength(2);
  });

  it('ends the sessions that it has opened, and not those of the other keys', async () => {
    // Pages without a named tenant work only in a vault of one tenant.
    const own = await startRig();
    const as = (method: string, path: string, body?: object) =>
      own.send(method, path, { key: own.acme.key, ...(body && { body }) });
    const { id, key } = (await as('POST', '/applications', { name: 'Page', type: 'elements' })).body;
    const second = (await as('POST', `/applications/${id}/keys`)).body;
    const frame = { 'BT-ELEMENTS-PAGE': 'http://localhost:3000', 'Sec-Fetch-Site': 'same-origin' };
    const session = async (by: string) => (await own.send('POST', '/sessions', { key: by, headers: frame })).body;
    const [mine, other] = [await session(key), await session(second.key)];
    const [, first] = (await as('GET', `/applications/${id}/keys`)).body;
    await as('DELETE', `/applications/${id}/keys/${first.id}`);
    const use = async ({ session_key: by }: { session_key: string }) =>
      (await own.send('GET', `/tokens/${unknown}`, { key: by, headers: frame })).body.type;
    expect([await use(mine), await use(other)]).toEqual(['session-ended', 'session-not-authorized']);
    await own.close();
  });
});

describe('an application', () => {
  it('is made without a key, and gets one later', async () => {
    const { body, keys, add } = await made({ create_key: false });
    expect(body).not.toHaveProperty('key');
    expect((await send('GET', keys)).body).toEqual([]);
    const { key = '' } = await add();
    expect(await works(key)).toBe(true);
  });

  it('that expires takes all its keys along, those made later too', async () => {
    const end = new Date(rig.keyringOptions.clock() + 60_000).toISOString();
    const { body, key, add, id } = await made({ expires_at: end });
    expect(Date.parse(body.expires_at)).toBe(Date.parse(end));
    const later = await add();
    expect([await works(key), await works(later.key ?? '')]).toEqual([true, true]);
    rig.pass(60_000);
    expect([await works(key), await works(later.key ?? '')]).toEqual([false, false]);
    expect((await send('GET', `/applications/${id}`)).status).toBe(200);
  });
});

it('is replaced without a gap: two processes that are told at different times are never refused', async () => {
  const { keys, key: old } = await made();
  const beside = await rig.another();
  const refused: number[] = [];
  let key = old;
  let calling = true;
  const nodes = [rig, beside, rig, beside];
  const calls = nodes.map(() => 0);
  const client = async ({ send: ask }: Pick<Rig, 'send'>, index: number) => {
    while (calling) {
      const { status } = await ask('GET', '/tokens', { key });
      calls[index] = (calls[index] ?? 0) + 1;
      if (status !== 200) refused.push(status);
    }
  };
  /** Resolves when each client has begun and ended calls since. */
  const rounds = async () => {
    const ends = calls.map((count) => count + 3);
    while (ends.some((end, index) => (calls[index] ?? 0) < end)) await new Promise((resolve) => setImmediate(resolve));
  };
  const clients = nodes.map(client);
  await rounds();
  const { body: second } = await beside.send('POST', keys, { key: manager });
  await rounds();
  key = second.key;
  // Calls that were under way with the old key end before it is deleted.
  await rounds();
  const [, first] = (await send('GET', keys)).body;
  await send('DELETE', `${keys}/${first.id}`);
  await rounds();
  calling = false;
  await Promise.all(clients);
  expect(refused).toEqual([]);
  rig.pass(1000);
  expect([await works(old), await works(old, beside)]).toEqual([false, false]);
  // The same without the second key has a gap.
  const single = await made();
  await send('DELETE', `${single.keys}/${(await send('GET', single.keys)).body[0].id}`);
  expect(await works(single.key)).toBe(false);
});

describe('the audit of keys', () => {
  it('tells of each, and finds nothing where nothing was touched', async () => {
    const { keys, add } = await made();
    const { id = '' } = await add();
    await send('GET', `${keys}/${id}`);
    await send('DELETE', `${keys}/${id}`);
    const reader = await rig.application('management', ['log:read']);
    await rig.vault.flush();
    const { body } = await rig.send('GET', `/logs?entity_type=application_key&entity_id=${id}`, { key: reader });
    // What was read is written a little later than what was changed.
    expect(body.data.map(({ message }: { message: string }) => message).toSorted()).toEqual([
      'Application key created',
      'Application key deleted',
      'Application key retrieved',
    ]);
    expect(await findings()).toEqual([]);
  });

  it('sees a key that was put into the database, which only works if the row of its application holds it', async () => {
    const { id } = await made();
    const forged = 'key_1111111111111111111111';
    const hash = rig.keyring.hashApiKey(forged);
    const insert = {
      sql: 'insert into application_keys (key_hash, tenant_id, application_id) values (?, ?, ?)',
      parameters: [hash, idColumn(rig.acme.tenantId), idColumn(id)],
    };
    await rig.store.commit([insert]);
    expect(await works(forged)).toBe(false);
    const entry = { id: unknown, hash: Buffer.from(hash).toString('base64'), version: 1, createdAt: 0 };
    await rig.store.commit([
      { sql: 'update applications set keys = ? where id = ?', parameters: [JSON.stringify([entry]), idColumn(id)] },
    ]);
    // The row decides: this is the one guard, and the audit sees who goes around it.
    expect(await works(forged)).toBe(true);
    expect(await findings()).toEqual(['record-changed']);
  });
});
