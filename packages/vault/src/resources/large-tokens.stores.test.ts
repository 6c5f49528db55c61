import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byteBounds } from '../limits/bytes-in-flight.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { timersByHand } from '../testing/timers-by-hand.ts';
import { pageBytes } from '../tokens/search/find-tokens.ts';
import type { Vault } from '../vault-options.ts';

const timers = timersByHand();
let rig: Rig;
let key: string;
let small: string;
/** Newest first: two small ones, five of 900 KB, one small. */
let ids: string[];
beforeAll(async () => {
  rig = await startRig({ after: timers.after });
  key = await rig.application('server_to_server', allTokens());
  const create = async (data: string) => {
    rig.pass(1000);
    const { status, body } = await rig.send('POST', '/tokens', { key, body: { type: 'token', data } });
    expect(status).toBe(201);
    return body.id as string;
  };
  ids = [];
  for (const size of [10, ...Array.from({ length: 5 }, () => 900_000), 10, 10])
    ids.unshift(await create('x'.repeat(size)));
  small = ids[0] ?? '';
});
afterAll(async () => {
  await rig.close();
});

describe('a page of large tokens', () => {
  it.each(['/tokens?size=100', '/tokens/decrypt?size=100', `/tokens?size=100&type=token`])(
    'ends by its bytes; the cursor leads to what did not fit, and the total is that of all: %s',
    async (path) => {
      const seen: string[] = [];
      const lengths: number[] = [];
      for (let start = ''; ; ) {
        const { body, text } = await rig.send('GET', `${path}${start}`, { key });
        expect(body.pagination).toMatchObject({ total_items: 8, page_size: 100, total_pages: 1 });
        expect(text.length).toBeLessThan(pageBytes + 10_000);
        seen.push(...body.data.map(({ id }: { id: string }) => id));
        lengths.push(body.data.length);
        if (body.pagination.after === undefined) break;
        start = `&start=${body.pagination.after}`;
      }
      expect(seen).toEqual(ids);
      expect(lengths).toEqual([3, 1, 1, 1, 2]);
    },
  );

  it('ends the same way in searches and among children, and holds one token however large it is', async () => {
    const search = async (start?: string) =>
      (await rig.send('POST', '/tokens/search', { key, body: { query: 'type:token', size: 100, start } })).body;
    const first = await search();
    expect([first.data.length, first.pagination.total_items]).toEqual([3, 8]);
    expect((await search(first.pagination.after)).data).toHaveLength(1);

    const [parent, ...children] = ids;
    for (const child of children) {
      expect((await rig.send('POST', `/tokens/${parent}/children/${child}`, { key })).status).toBe(204);
    }
    const { body } = await rig.send('GET', `/tokens/${parent}/children?size=100`, { key });
    expect([body.data.length, body.pagination.total_items]).toEqual([2, 7]);

    const alone = await rig.send('GET', '/tokens?size=1&page=3', { key });
    expect(alone.body.data[0].data).toHaveLength(900_000);
  });
});

describe('answers that nobody reads', () => {
  /** Asks as a server does, which says itself when an answer has been sent. */
  const ask = (vault: Vault, path: string) => {
    const request = new Request(`https://vault.test${path}`, { headers: { 'BT-API-KEY': key } });
    return vault.answer(request, { address: '192.0.2.1' });
  };

  const pages = (vault: Vault, count: number) => Array.from({ length: count }, () => ask(vault, '/tokens?size=100'));

  /** A key of another tenant. */
  let other: string;
  beforeAll(async () => {
    other = await rig.application('server_to_server', allTokens(), await rig.tenant('Other'));
  });

  it('hold further pages of their tenant up, and neither single tokens nor other tenants', async () => {
    const bounds = { ...byteBounds, process: 16 * pageBytes, tenant: 8 * pageBytes };
    const { vault } = await rig.another({ byteBounds: bounds });
    const asked = pages(vault, 12);
    let answered = 0;
    for (const each of asked) {
      void each.then(() => {
        answered += 1;
      });
    }
    await expect.poll(() => answered, { timeout: 30_000 }).toBe(4);
    const read = await ask(vault, `/tokens/${small}`);
    expect(read.status).toBe(200);
    read.sent?.();
    const others = new Request('https://vault.test/tokens', { headers: { 'BT-API-KEY': other } });
    expect((await vault.answer(others, { address: '192.0.2.1' })).status).toBe(200);

    timers.run(byteBounds.patience);
    // Refusals are held back for a moment.
    const held = () => {
      timers.run(100);
      return answered;
    };
    await expect.poll(held, { timeout: 30_000 }).toBe(12);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(12 - 4);
    const refused = (await Promise.all(asked)).find(({ status }) => status === 429);
    expect(refused?.headers['Retry-After']).toBe('1');
    expect(JSON.parse(String(refused?.body))).toMatchObject({ type: 'too-much-in-flight' });

    for (const each of asked) (await each).sent?.();
    for (let n = 0; n < 3; n += 1) {
      const page = await ask(vault, '/tokens?size=100');
      expect(page.status).toBe(200);
      page.sent?.();
    }
  });

  it('hold up further large tokens of their tenant, and not those of others', async () => {
    const large = ids[3] ?? '';
    const bounds = { ...byteBounds, process: 4 * pageBytes, tenant: 2 * pageBytes };
    const { vault } = await rig.another({ byteBounds: bounds });
    const sent = await Promise.all([ask(vault, `/tokens/${large}`), ask(vault, `/tokens/${large}`)]);
    expect(sent.map(({ status }) => status)).toEqual([200, 200]);

    const refused = ask(vault, `/tokens/${large}`);
    let status: number | undefined;
    void refused.then((answer) => {
      status = answer.status;
    });
    const held = () => {
      timers.run(100);
      return status;
    };
    await expect.poll(held, { timeout: 30_000 }).toBe(429);
    const own = await rig.send('POST', '/tokens', { key: other, body: { type: 'token', data: 'y'.repeat(900_000) } });
    const others = new Request(`https://vault.test/tokens/${own.body.id}`, { headers: { 'BT-API-KEY': other } });
    expect((await vault.answer(others, { address: '192.0.2.1' })).status).toBe(200);

    for (const each of sent) each.sent?.();
    expect((await ask(vault, `/tokens/${large}`)).status).toBe(200);
  });

  it('would all be kept in memory without bounds', async () => {
    const none = Number.MAX_SAFE_INTEGER;
    const { vault } = await rig.another({ byteBounds: { ...byteBounds, process: none, tenant: none } });
    const statuses = (await Promise.all(pages(vault, 12))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const large = Array.from({ length: 5 }, () => ask(vault, `/tokens/${ids[3]}`));
    expect(new Set((await Promise.all(large)).map(({ status }) => status))).toEqual(new Set([200]));
  });
});
