import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from './testing/rig.ts';

let rig: Rig;
let both: (typeof rig.send)[];
let key: string;
let tidy: () => Promise<void>;

/** Sends the same through each process in turn, all at once. */
const sendAll = (count: number, send: (by: Rig['send'], n: number) => ReturnType<Rig['send']>) =>
  Promise.all(Array.from({ length: count }, (_, n) => send(both[n % both.length] ?? rig.send, n)));

const createToken = { body: { type: 'token', data: 'a value' } };

const kinds = [
  { what: 'two processes on one database', start: (first: Rig) => first.another() },
  { what: 'two workers of one process', start: (first: Rig) => first.worker() },
];

describe.each(kinds)('$what', ({ what, start }) => {
  beforeAll(async () => {
    rig = await startRig();
    const another = await start(rig);
    both = [rig.send, another.send];
    tidy = async () => {
      for (const { vault } of [another, rig]) await vault.tidy();
    };
    key = await rig.application('server_to_server', allTokens());
  });
  afterAll(async () => {
    await rig.close();
  });

  it('do a request with an idempotency key once, whoever gets it, and give both the same answer', async () => {
    const keys = Array.from({ length: 25 }, (_, n) => `order-${n}`);
    const once = (by: Rig['send'], name: string) =>
      by('POST', '/tokens', { ...createToken, key, headers: { 'BT-IDEMPOTENCY-KEY': name } });
    const first = await Promise.all(keys.flatMap((name) => both.flatMap((by) => [once(by, name), once(by, name)])));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([201, 409]));

    const again = await Promise.all(keys.map((name) => Promise.all(both.map((by) => once(by, name)))));
    for (const [one, two] of again) {
      expect([one?.status, two?.status]).toEqual([201, 201]);
      expect(one?.body).toEqual(two?.body);
    }
    const made = new Set(first.filter(({ status }) => status === 201).map(({ body }) => body.id));
    expect(new Set(again.map(([one]) => one?.body.id))).toEqual(made);
    expect(await rig.store.rows('select id from tokens')).toHaveLength(keys.length);
  });

  it('make one token of equal ones, and give one name once', async () => {
    const values = Array.from({ length: 12 }, (_, n) => `crowd ${n}`);
    const crowd = (more: (data: string) => object) =>
      Promise.all(
        values.map(async (data) => {
          const body = { type: 'token', data, ...more(data) };
          const answers = await sendAll(6, (by) => by('POST', '/tokens', { key, body }));
          return { answers, statuses: answers.map(({ status }) => status).sort() };
        }),
      );
    for (const { answers, statuses } of await crowd(() => ({ deduplicate_token: true }))) {
      expect(statuses).toEqual([200, 200, 200, 200, 200, 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    }
    for (const { answers, statuses } of await crowd((data) => ({ id: data.replace(' ', '-') }))) {
      expect(statuses).toEqual([201, 409, 409, 409, 409, 409]);
      expect(answers.find(({ status }) => status === 201)?.body.id).toMatch(/^crowd-\d+$/);
    }
    const { body } = await rig.send('POST', '/tokens/search', { key, body: { query: 'type:token', size: 100 } });
    expect(body.data.filter(({ data }: { data: string }) => data.startsWith('crowd'))).toHaveLength(2 * values.length);
  });

  const isWorker = what.includes('workers');
  const known = isWorker ? 'not at all' : 'for a second at most';

  it(`know a new key at once, and a revoked one ${known}`, async () => {
    const [here, there] = both as [Rig['send'], Rig['send']];
    const { body } = await here('POST', '/applications', {
      key: rig.acme.key,
      body: { name: 'short-lived', type: 'server_to_server', permissions: allTokens() },
    });
    const statuses = async (held: string) => {
      const answers = await Promise.all([here, there].map((by) => by('GET', '/tokens', { key: held })));
      return answers.map(({ status }) => status);
    };
    expect(await statuses(body.key)).toEqual([200, 200]);

    const renewed = await here('POST', `/applications/${body.id}/regenerate`, { key: rig.acme.key });
    expect((await here('GET', '/tokens', { key: body.key })).status).toBe(401);
    if (isWorker) expect(await statuses(body.key)).toEqual([401, 401]);
    rig.pass(1000);
    expect(await statuses(body.key)).toEqual([401, 401]);
    expect(await statuses(renewed.body.key)).toEqual([200, 200]);

    await there('DELETE', `/applications/${body.id}`, { key: rig.acme.key });
    if (!isWorker) rig.pass(1000);
    expect(await statuses(renewed.body.key)).toEqual([401, 401]);
  });

  it('delete a token once, and change it one after the other', async () => {
    const { body: card } = await rig.send('POST', '/atomic/cards', {
      key,
      body: { card: { number: '4242424242424242', expiration_month: 1, expiration_year: 2030 } },
    });
    const changes = await sendAll(12, (by, n) =>
      by('PATCH', `/atomic/cards/${card.id}`, { key, body: { card: { expiration_month: n + 1 } } }),
    );
    const kept = changes.filter(({ status }) => status === 200).length;
    expect(changes.filter(({ status }) => status === 409)).toHaveLength(12 - kept);
    expect(kept).toBeGreaterThan(0);
    expect(await rig.store.rows('select version from tokens where type = ?', ['card'])).toEqual([
      { version: 1 + kept },
    ]);

    const deletions = await sendAll(8, (by) => by('DELETE', `/atomic/cards/${card.id}`, { key }));
    expect(deletions.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404, 404, 404, 404]);
  });

  it('write one audit row for each thing done, and seal each once', async () => {
    const rows = async (sql: string) => Number((await rig.store.rows<{ n: number }>(sql))[0]?.n);
    // Reads of other tests wait to be written.
    await tidy();
    const before = await rows('select count(*) as n from audit');
    const beside = await rig.another();
    const made = await sendAll(40, (by) => by('POST', '/tokens', { ...createToken, key }));
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
    await Promise.all([rig.vault.tidy(), beside.vault.tidy(), rig.vault.tidy()]);
    await rig.vault.tidy();
    expect(await rows('select count(*) as n from audit')).toBe(before + 40);
    expect(await rows('select sum(row_count) as n from audit_seals')).toBe(before + 40);
  });

  it('see what the other has just written, in tokens, logs and reports', async () => {
    const reader = await rig.application('server_to_server', allTokens('low'));
    for (let n = 0; n < 20; n += 1) {
      const [here, there] = n % 2 ? both : both.toReversed();
      const { body } = (await here?.('POST', '/tokens', { ...createToken, key })) ?? {};
      expect((await there?.('GET', `/tokens/${body.id}`, { key }))?.body.data).toBe('a value');
      // A read that shows no plaintext is written down within a second; whoever asks for the logs gets it at once from any worker.
      await here?.('GET', `/tokens/${body.id}`, { key: reader });
      if (!isWorker) continue;
      const { body: page } = (await there?.('GET', `/logs?entity_id=${body.id}`, { key: rig.acme.key })) ?? {};
      expect(page.data.map(({ message }: { message: string }) => message)).toEqual([
        'Token retrieved masked',
        'Token retrieved',
        'Token created',
      ]);
    }
  });
});
