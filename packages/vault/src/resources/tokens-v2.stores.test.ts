import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let key: string;
/** Newest first. */
const made: { id: string; type: string; color: string; container: string }[] = [];

const colors = ['red', 'green', 'blue'];
const containers = ['/a/', '/a/b/', '/ab/', '/c/'];

beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
  for (let call = 0; call < 12; call += 1) {
    const wanted = Array.from({ length: 5 }, (_, n) => ({
      ...(n === 4 ? { type: 'social_security_number', data: '123-45-6789' } : { type: 'token', data: { n, call } }),
      metadata: { color: colors[(n + call) % 3] ?? '' },
      container: containers[(n + call) % 4] ?? '',
    }));
    const { body } = await rig.send('POST', '/tokenize', { key, body: wanted });
    // Tokens of one call are made at one time, and listed by their ids.
    const page = wanted.map(({ type, metadata, container }, n) => ({
      ...{ id: body[n].id, type, container, color: metadata.color },
    }));
    made.unshift(...page.sort((a, b) => (a.id < b.id ? 1 : -1)));
    if (call % 3 > 0) rig.pass(1000);
  }
});
afterAll(async () => {
  await rig.close();
});

type Read = (
  start: string | undefined,
  size: number,
) => Promise<{ status: number; body: { pagination: { next?: string }; data: { id: string }[] } }>;

const listOf =
  (query: string, as = key): Read =>
  async (start, size) =>
    await rig.send('GET', `/v2/tokens?${query}&size=${size}${start === undefined ? '' : `&start=${start}`}`, {
      key: as,
    });

const searchFor =
  (query: string, as = key): Read =>
  async (start, size) =>
    await rig.send('POST', '/v2/tokens/search', {
      key: as,
      body: { query, size, ...(start !== undefined && { start }) },
    });

/** The ids of all pages. The number of pages is bounded by that of tokens. */
const readAll = async (read: Read, size: number): Promise<string[]> => {
  const ids: string[] = [];
  let start: string | undefined;
  for (let page = 0; page <= made.length + 1; page += 1) {
    const { status, body } = await read(start, size);
    expect(status).toBe(200);
    expect(Object.keys(body.pagination).filter((name) => name !== 'next')).toEqual(['page_size']);
    expect(body.data.length).toBeLessThanOrEqual(size);
    ids.push(...body.data.map(({ id }) => id));
    start = body.pagination.next;
    if (start === undefined) return ids;
  }
  throw new Error('The list does not end.');
};

const idsOf = (meets: (token: (typeof made)[number]) => boolean): string[] => made.filter(meets).map(({ id }) => id);

describe('lists by cursor', () => {
  it('show every token that meets the filter once, newest first, whatever the size of a page', async () => {
    const filter = fc.record({
      type: fc.constantFrom(undefined, 'token', 'social_security_number'),
      color: fc.constantFrom(undefined, ...colors),
      container: fc.constantFrom(undefined, '/', '/a/', '/a/b/', '/ab/', '/d/'),
      json: fc.boolean(),
      size: fc.integer({ min: 1, max: 70 }),
    });
    await fc.assert(
      fc.asyncProperty(filter, async ({ type, color, container, json, size }) => {
        const metadata = json ? `metadata=${encodeURIComponent(JSON.stringify({ color }))}` : `metadata.color=${color}`;
        const query = [
          type === undefined ? '' : `type=${type}`,
          color === undefined ? '' : metadata,
          container === undefined ? '' : `container=${container}`,
        ].join('&');
        const expected = idsOf(
          (token) =>
            (type === undefined || token.type === type) &&
            (color === undefined || token.color === color) &&
            (container === undefined || token.container.startsWith(container)),
        );
        expect(await readAll(listOf(query), size)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('find what the search with totals finds', async () => {
    const queries = [
      '',
      'type:token',
      'container:/a/*',
      'metadata.color:red AND NOT type:token',
      'metadata.color:red OR metadata.color:blue',
      'created_at:[2022-01-01T00:00:03Z TO *]',
      'data:6789',
    ];
    for (const query of queries) {
      const counted = await rig.send('POST', '/tokens/search', { key, body: { query, size: 100 } });
      const ids = counted.body.data.map(({ id }: { id: string }) => id);
      expect(await readAll(searchFor(query), 7), query).toEqual(ids);
    }
  });

  it('find tokens by their fingerprint', async () => {
    const { body } = await rig.send('GET', `/tokens/${idsOf(({ type }) => type !== 'token')[0]}`, { key });
    expect(await readAll(listOf(`fingerprint=${body.fingerprint}`), 5)).toEqual(idsOf(({ type }) => type !== 'token'));
    expect(await readAll(listOf('fingerprint=nonsense!'), 5)).toEqual([]);
  });

  it('show the key what it may read, and leave out the rest', async () => {
    const narrow = await rig.application('server_to_server', ['token:pii:read:low']);
    const ids = idsOf(({ type }) => type === 'social_security_number');
    expect(await readAll(listOf('', narrow), 9)).toEqual(ids);
    const { body } = await listOf('', narrow)(undefined, 1);
    expect(body.data[0]).toMatchObject({ data: 'XXX-XX-6789' });
  });

  it('page 3 is the same after newer tokens have come', async () => {
    const read = listOf('');
    const { body: first } = await read(undefined, 10);
    const before = await read(first.pagination.next, 10);
    rig.pass(1000);
    const { body } = await rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'new' } });
    expect((await read(first.pagination.next, 10)).body).toEqual(before.body);
    await rig.send('DELETE', `/tokens/${body.id}`, { key });
  });
});

describe('a cursor', () => {
  const refused = async (answer: ReturnType<Read>) =>
    expect(await answer).toMatchObject({ status: 400, body: { errors: { start: [expect.any(String)] } } });

  it('that was changed anywhere is refused', async () => {
    const read = listOf('type=token');
    const next = (await read(undefined, 2)).body.pagination.next ?? '';
    expect((await read(next, 2)).status).toBe(200);
    for (let place = 0; place < next.length; place += 1) {
      const other = next[place] === 'A' ? 'B' : 'A';
      const changed = next.slice(0, place) + other + next.slice(place + 1);
      // The last character of each half has bits that no byte needs.
      if (Buffer.from(changed.slice(32), 'base64url').equals(Buffer.from(next.slice(32), 'base64url')) && place >= 32)
        continue;
      await refused(read(changed, 2));
    }
    await refused(read(next.slice(1), 2));
    await refused(read(`${next}A`, 2));
  });

  it('leads on in one list of one key alone', async () => {
    const next = (await listOf('type=token')(undefined, 2)).body.pagination.next ?? '';
    const other = await rig.application('server_to_server', allTokens());
    await refused(listOf('type=token', other)(next, 2));
    await refused(listOf('')(next, 2));
    await refused(listOf('type=token&metadata.color=red')(next, 2));
    await refused(searchFor('type:token')(next, 2));
    const after = (await rig.send('GET', '/tokens?size=2', { key })).body.pagination.after;
    await refused(listOf('')(after, 2));
  });
});
