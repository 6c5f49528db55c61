import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FormulaRunner } from '../sandbox/sandbox.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const number = '4242424242424242';
const card = { type: 'card', data: { number, expiration_month: 3, expiration_year: 2030 } };
const day = 24 * 60 * 60 * 1000;

/** Stands in for the sandbox: how the next run ends, and how often code was run. */
let runs = 0;
let run: (context: string) => ReturnType<FormulaRunner['run']>;
const gives =
  (value: unknown): typeof run =>
  async () => ({ kind: 'returned', json: JSON.stringify(value) });

let rig: Rig;
let key: string;
let user: string;
let id: string;
beforeAll(async () => {
  const sandbox: FormulaRunner = {
    run: async ({ context }) => {
      runs += 1;
      return await run(context);
    },
    check: async () => ({ kind: 'returned', json: undefined }),
    close: async () => undefined,
  };
  rig = await startRig({ sandbox });
  key = await rig.application('server_to_server', [...allTokens(), 'token:pci:use:reactor']);
  user = await rig.application('server_to_server', ['token:pci:use:reactor']);
  id = (await send('POST', '/reactors', { name: 'R', code: 'module.exports = () => 1' })).body.id;
});
afterAll(() => rig.close());
afterEach(() => {
  runs = 0;
});

const send = (method: string, path: string, body?: unknown, caller = rig.acme.key, headers = {}) =>
  rig.send(method, path, { key: caller, headers, ...(body !== undefined && { body }) });
const token = async (): Promise<string> => (await send('POST', '/tokens', card, key)).body.id;
const accept = async (args: unknown = {}, caller = user, headers = {}, reactor = id): Promise<string> => {
  const { status, text, body } = await send('POST', `/reactors/${reactor}/react-async`, { args }, caller, headers);
  expect({ status, text }).toMatchObject({ status: 202 });
  expect(Object.keys(body)).toEqual(['asyncReactorRequestId']);
  return body.asyncReactorRequestId;
};
const result = (request: string, caller = user, reactor = id) =>
  send('GET', `/reactors/${reactor}/results/${request}`, undefined, caller);
const told = async (request: string, caller = user) => {
  const { status, body } = await result(request, caller);
  return [status, body.type];
};

/** Code that runs until it is let go. */
const held = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  run = async () => {
    begun.resolve();
    await promise;
    return { kind: 'returned', json: '{"raw":1}' };
  };
  return { begun: begun.promise, release: resolve };
};

describe('a reaction that runs after the answer', () => {
  it('is answered with its id, 404 while it runs, and then with its result for a day', async () => {
    const { begun, release } = held();
    const request = await accept();
    await begun;
    expect((await result(request)).body).toMatchObject({ status: 404, detail: expect.stringContaining('not ended') });
    release();
    await rig.vault.tidy();
    expect((await result(request)).body).toEqual({ raw: 1 });
    expect((await result(request)).body).toEqual({ raw: 1 });
    expect(runs).toBe(1);
    rig.pass(day);
    expect(await told(request)).toEqual([404, 'not-found']);
    rig.pass(day);
    await rig.vault.tidy();
    expect(await rig.store.rows('select id from reactions')).toEqual([]);
    expect(await rig.store.rows('select scope from idempotency')).toEqual([]);
  });

  it('keeps tokens that are made, and uses tokens with the same audit as react', async () => {
    const used = await token();
    run = gives({ raw: 'done', tokenize: { type: 'token', data: 'made' } });
    const request = await accept({ pan: `{{ ${used} | json: '$.number' }}` });
    await rig.vault.tidy();
    const uses = () => rig.store.rows("select n from audit where operation = 'use' and entity_id = ?", [used]);
    expect(await uses()).toHaveLength(1);
    const { body } = await result(request);
    expect(body).toMatchObject({ raw: 'done', tokens: { type: 'token' } });
    // Whoever gets the result gets what the tokens held.
    expect(await uses()).toHaveLength(2);
    expect((await send('GET', `/tokens/${body.tokens.id}`, undefined, key)).body.data).toBe('made');
  });

  it('keeps the error that the code ended with, and the response that it asked for', async () => {
    const thrown = { name: 'BadRequestError', status: 400, typed: true, errors: { amount: ['Too much'] } };
    run = async () => ({ kind: 'thrown', thrown }) as never;
    const failed = await accept();
    await rig.vault.tidy();
    expect(await told(failed)).toEqual([400, 'reactor-bad-request']);
    expect((await result(failed)).body.errors).toEqual({ amount: ['Too much'] });
    const response = {
      status: 418,
      headers: [
        ['X-Pot', 'tea'],
        ['Set-Cookie', 'a=b'],
      ],
      body: '{"short":true}',
    };
    run = async () => ({ kind: 'thrown', thrown: { ...thrown, response } }) as never;
    const own = await accept();
    await rig.vault.tidy();
    const { status, headers } = await result(own);
    expect([status, headers.get('x-pot'), headers.has('set-cookie')]).toEqual([418, 'tea', false]);
  });

  it('is refused at once for what react refuses, and nothing is accepted', async () => {
    run = gives(1);
    const path = `/reactors/${id}/react-async`;
    const bank = await rig.application('server_to_server', ['token:bank:use:reactor']);
    expect((await send('POST', path, { args: `{{ ${await token()} }}` }, bank)).status).toBe(403);
    expect((await send('POST', path, { args: `{{ ${randomUUID()} }}` }, user)).body.type).toBe('unknown-tokens');
    expect((await send('POST', path, { args: {} }, rig.acme.key)).status).toBe(403);
    expect((await send('POST', `/reactors/${randomUUID()}/react-async`, {}, user)).status).toBe(404);
    await rig.vault.tidy();
    expect(runs).toBe(0);
  });

  it('runs once for one idempotency key', async () => {
    run = gives(1);
    const headers = { 'BT-IDEMPOTENCY-KEY': randomUUID() };
    const request = await accept({}, user, headers);
    expect(await accept({}, user, headers)).toBe(request);
    await rig.vault.tidy();
    expect(runs).toBe(1);
  });
});

describe('its result', () => {
  it('is read by keys that may use what it used, of this tenant, under its own reactor', async () => {
    run = gives('x');
    const request = await accept({ pan: `{{ ${await token()} }}` });
    await rig.vault.tidy();
    expect((await result(request, key)).status).toBe(200);
    const bank = await rig.application('server_to_server', ['token:bank:use:reactor']);
    expect(await told(request, bank)).toEqual([403, 'forbidden']);
    expect(await told(request, rig.acme.key)).toEqual([403, 'forbidden']);
    const other = await rig.tenant('Other');
    const theirs = await rig.application('server_to_server', ['token:pci:use:reactor'], other);
    expect(await told(request, theirs)).toEqual([404, 'not-found']);
    const beside = (await send('POST', '/reactors', { name: 'B', code: 'module.exports = () => 2' })).body.id;
    expect((await result(request, user, beside)).status).toBe(404);
  });

  it('has four megabytes at most, with the tokens that were made of it; one that is larger is told as too large', async () => {
    const kept = async (characters: number) => {
      run = gives({ raw: 'x'.repeat(characters) });
      const request = await accept();
      await rig.vault.tidy();
      return await result(request);
    };
    const around = JSON.stringify({ answer: { raw: '' } }).length;
    const whole = await kept(4_194_304 - around);
    expect([whole.status, whole.body.raw?.length]).toEqual([200, 4_194_304 - around]);
    const large = await kept(4_194_304 - around + 1);
    expect([large.status, large.body.type]).toEqual([422, 'reactor-result']);
  });

  it('ends with the tokens it was about, and with its reactor', async () => {
    run = gives({ raw: number });
    const used = await token();
    const request = await accept({ pan: `{{ ${used} }}` });
    await rig.vault.tidy();
    await send('DELETE', `/tokens/${used}`, undefined, key);
    expect(await told(request)).toEqual([404, 'not-found']);
    const gone = (await send('POST', '/reactors', { name: 'G', code: 'module.exports = () => 2' })).body.id;
    const { begun, release } = held();
    await accept({}, user, {}, gone);
    await begun;
    const before = await rig.store.rows('select scope from idempotency');
    await send('DELETE', `/reactors/${gone}`);
    release();
    await rig.vault.tidy();
    expect(await rig.store.rows('select scope from idempotency')).toHaveLength(before.length);
  });

  it('lies sealed in the database, with its end in the seal', async () => {
    run = gives({ raw: { canary: number } });
    const request = await accept({ canary: number });
    await rig.vault.tidy();
    const text = async () =>
      JSON.stringify(
        (
          await Promise.all(['reactions', 'idempotency'].map((table) => rig.store.rows(`select * from ${table}`)))
        ).flat(),
        (_, value) =>
          value?.type === 'Buffer' || value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
    expect(await text()).not.toContain(number);
    await rig.store.commit([{ sql: 'update reactions set state = ?', parameters: [`ended ${number}`] }]);
    // The search finds what lies there in plaintext.
    expect(await text()).toContain(number);
    await rig.store.commit([
      { sql: "update reactions set state = 'ended'", parameters: [] },
      { sql: 'update idempotency set expires_at = expires_at + 1', parameters: [] },
    ]);
    expect(await told(request)).toEqual([500, 'internal']);
    await rig.store.commit([{ sql: 'update idempotency set expires_at = expires_at - 1', parameters: [] }]);
    expect((await result(request)).body.raw.canary).toBe(number);
  });
});

describe('a reaction that waits', () => {
  /** Four of a tenant run at the same time, and have begun; the fifth waits. */
  const fill = async (tenantKey = user) => {
    const { release } = held();
    const before = runs;
    for (let n = 0; n < 4; n += 1) await accept({}, tenantKey);
    await expect.poll(() => runs).toBe(before + 4);
    return release;
  };

  it('is judged again before it runs', async () => {
    const release = await fill();
    const used = await token();
    const application = { name: 'x', type: 'server_to_server', permissions: ['token:pci:use:reactor'] };
    const [narrowed, revoked] = [
      (await send('POST', '/applications', application)).body,
      (await send('POST', '/applications', application)).body,
    ];
    const requests = [
      await accept({ pan: `{{ ${used} }}` }, narrowed.key),
      await accept({ pan: `{{ ${used} }}` }, revoked.key),
    ];
    const less = { name: 'x', permissions: ['token:bank:use:reactor'] };
    expect((await send('PUT', `/applications/${narrowed.id}`, less)).status).toBe(200);
    expect((await send('DELETE', `/applications/${revoked.id}`)).status).toBe(204);
    release();
    await rig.vault.tidy();
    expect(runs).toBe(4);
    for (const request of requests) expect(await told(request)).toEqual([403, 'forbidden']);
  });

  it('is one of a hundred at most, and other tenants have room', async () => {
    const release = await fill();
    for (let n = 4; n < 100; n += 1) await accept();
    const { status, body, headers } = await send('POST', `/reactors/${id}/react-async`, {}, user);
    expect([status, body.type, headers.get('Retry-After')]).toEqual([429, 'rate-limited', '1']);
    const other = await rig.tenant('Room');
    const theirs = await rig.application('server_to_server', ['token:pci:use:reactor'], other);
    const made = await send('POST', '/reactors', { name: 'R', code: 'module.exports = () => 1' }, other.key);
    await accept({}, theirs, {}, made.body.id);
    release();
    await rig.vault.tidy();
    expect(runs).toBe(101);
    await accept();
    await rig.vault.tidy();
  });

  it('is refused where ten thousand results are kept, until one of them ends', async () => {
    const full = await rig.tenant('Full');
    const caller = await rig.application('server_to_server', ['token:pci:use:reactor'], full);
    const made = await send('POST', '/reactors', { name: 'R', code: 'module.exports = () => 1' }, full.key);
    run = gives({ raw: 1 });
    await accept({}, caller, {}, made.body.id);
    await rig.vault.tidy();
    // The other 9,998 are copies of its row.
    const copy = `insert into reactions (tenant_id, id, reactor_id, state, deadline, expires_at)
      select tenant_id, ?, reactor_id, state, deadline, expires_at from reactions where reactor_id = ? limit 1`;
    const reactor = Buffer.from(made.body.id.replaceAll('-', ''), 'hex');
    for (let from = 0; from < 9_998; from += 1_000) {
      const count = Math.min(1_000, 9_998 - from);
      const ids = Array.from({ length: count }, () => Buffer.from(randomUUID().replaceAll('-', ''), 'hex'));
      await rig.store.commit(ids.map((copied) => ({ sql: copy, parameters: [copied, reactor] })));
    }
    const last = await accept({}, caller, {}, made.body.id);
    await rig.vault.tidy();
    const again = () => send('POST', `/reactors/${made.body.id}/react-async`, {}, caller);
    const { status, body, headers } = await again();
    expect([status, body.type, headers.get('Retry-After')]).toEqual([429, 'rate-limited', '60']);
    expect(body.detail).toContain('10000 reactions');
    const lastId = Buffer.from(last.replaceAll('-', ''), 'hex');
    await rig.store.commit([{ sql: 'delete from reactions where id = ?', parameters: [lastId] }]);
    expect((await again()).status).toBe(202);
    await rig.vault.tidy();
  });

  it('is told as interrupted where its process stops, and never runs elsewhere', async () => {
    const release = await fill();
    const waiting = await accept();
    rig.pass(180_001);
    expect(await told(waiting)).toEqual([500, 'reactor-interrupted']);
    expect((await result(waiting)).body.detail).toContain('no effects');
    release();
    await rig.vault.tidy();
    // Too late to begin, whoever has it in memory.
    expect(runs).toBe(4);
    expect(await told(waiting)).toEqual([500, 'reactor-interrupted']);
  });

  it('that runs is told as interrupted after two minutes, whatever it comes to later', async () => {
    const { begun, release } = held();
    const running = await accept();
    await begun;
    rig.pass(120_001);
    expect((await result(running)).body).toMatchObject({
      type: 'reactor-interrupted',
      detail: expect.stringContaining('Look whether'),
    });
    release();
    await rig.vault.tidy();
    expect(await told(running)).toEqual([500, 'reactor-interrupted']);
  });

  it('is seen by other processes, and told by them as interrupted once its own has stopped', async () => {
    const beside = await rig.another();
    const { begun, release } = held();
    const there = async () =>
      (await beside.send('POST', `/reactors/${id}/react-async`, { key: user, body: {} })).body.asyncReactorRequestId;
    const first = await there();
    await begun;
    for (let n = 1; n < 4; n += 1) await there();
    const waiting = await there();
    expect(await told(waiting)).toEqual([404, 'not-found']);
    const closed = beside.vault.close();
    release();
    await closed;
    expect(await told(waiting)).toEqual([500, 'reactor-interrupted']);
    expect((await result(first)).body).toEqual({ raw: 1 });
    await rig.vault.tidy();
    expect(runs).toBe(4);
  });
});

it('goes with its tenant, of whose keys the results are sealed', async () => {
  run = gives({ raw: number });
  const doomed = await rig.tenant('Doomed');
  const theirs = await rig.application('server_to_server', ['token:pci:use:reactor'], doomed);
  const made = await send('POST', '/reactors', { name: 'R', code: 'module.exports = () => 1' }, doomed.key);
  await accept({}, theirs, {}, made.body.id);
  await rig.vault.tidy();
  const rows = () =>
    rig.store.rows('select id from reactions where reactor_id = ?', [
      Buffer.from(made.body.id.replaceAll('-', ''), 'hex'),
    ]);
  expect(await rows()).toHaveLength(1);
  expect((await send('DELETE', '/tenants/self', undefined, doomed.key)).status).toBe(204);
  await rig.vault.tidy();
  expect(await rows()).toEqual([]);
});
