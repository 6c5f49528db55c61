import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let key: string;
let application: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
  application = (await rig.send('GET', '/applications/key', { key })).body.id;
  const make = async (name: string, body: object) => {
    rig.pass(1000);
    ids[name] = (await rig.send('POST', '/tokens', { key, body })).body.id;
  };
  await make('ssn', { type: 'social_security_number', data: '123-45-6789', metadata: { Customer: 'Acme GmbH' } });
  await make('card', {
    type: 'card',
    data: { number: '4242424242424242' },
    search_indexes: ['{{ data.number | last4 }}', '{{ data.number }}'],
    container: '/customers/7/cards/',
    metadata: { customer: '7' },
  });
  await make('user', {
    type: 'token',
    data: { name: 'Zoë Doe', age: 42 },
    search_indexes: ['{{ data.name }}', '{{ data.age }}'],
    container: '/customers/7/',
    metadata: { customer: '7', 'with: space': 'a "b" \\ c', long: 'x'.repeat(1000) },
  });
  await make('alias', { type: 'token', data: 'plain', id: 'My-Alias', container: '/customers/8/' });
  rig.pass(1000);
  await rig.send('PATCH', `/tokens/${ids.card}`, { key, body: { metadata: { touched: 'yes' } } });
});
afterAll(async () => {
  await rig.close();
});

const search = (query: string | undefined, more: object = {}, as = key) =>
  rig.send('POST', '/tokens/search', { key: as, body: { ...(query !== undefined && { query }), ...more } });

/** The names of what a query finds, in its order. */
const found = async (query: string | undefined, as = key): Promise<unknown> => {
  const { status, body } = await search(query, {}, as);
  if (status !== 200) return status;
  expect(body.pagination.total_items).toBe(body.data.length);
  return body.data.map(({ id }: { id: string }) => Object.keys(ids).find((name) => ids[name] === id) ?? id);
};

describe('a search', () => {
  it.each<[query: string, expected: string[]]>([
    ['', ['alias', 'user', 'card', 'ssn']],
    ['data:4242', ['card']],
    ['data:4242424242424242', ['card']],
    ['data:424242', []],
    ['data:"zoe\u0308 DOE"', ['user']],
    ['data:42', ['user']],
    ['data:123456789 OR data:123-45-6789', ['ssn']],
    ['data:6789 AND data:4242', []],
    ['data:6789 OR data:4242', ['card', 'ssn']],
    ['NOT data:4242', ['alias', 'user', 'ssn']],
    ['type:CARD', ['card']],
    ['type:token', ['alias', 'user']],
    ['type:nonsense', []],
    ['!type:token', ['card', 'ssn']],
    ['container:/customers/7/', ['user']],
    ['container:"/CUSTOMERS/7/*"', ['user', 'card']],
    ['container:/customers/*', ['alias', 'user', 'card']],
    ['container:/customers/7/* AND -type:card', ['user']],
    ['container:"/*"', ['alias', 'user', 'card', 'ssn']],
    ['metadata.customer:7', ['user', 'card']],
    ['metadata.Customer:"ACME gmbh"', ['ssn']],
    ['metadata."with: space":"a \\"b\\" \\\\ c"', ['user']],
    [`metadata.long:${'x'.repeat(1000)}`, ['user']],
    [`metadata.long:${'x'.repeat(999)}`, []],
    ['metadata.customer:7 AND (type:card OR data:nothing)', ['card']],
    ['id:My-Alias', ['alias']],
    ['id:my-alias', []],
    ['fingerprint:nonsense!', []],
    ['fingerprint:abc', []],
    ['modified_at:[2022-01-01T00:00:05Z TO *] AND type:card', ['card']],
    ['modified_at:[* TO 2022-01-01T00:00:04Z]', ['alias', 'user', 'ssn']],
    ['created_at:[2022-01-01T00:00:02Z TO 2022-01-01T00:00:03Z]', ['user', 'card']],
    ['created_at:{2022-01-01T00:00:02Z TO 2022-01-01T00:00:04Z}', ['user']],
    ['created_at:2022-01-01T00:00:04Z', ['alias']],
    ['created_at:2022-01-01', ['alias', 'user', 'card', 'ssn']],
    ['created_at:[* TO 2021-12-31]', []],
    ['NOT created_at:[2022-01-01T00:00:02Z TO *]', ['ssn']],
    ['created_by:00000000-0000-7000-8000-000000000000', []],
    ['created_by:nobody OR modified_by:nobody', []],
    ['NOT modified_by:nobody', ['alias', 'user', 'card', 'ssn']],
  ])('for %s finds %j', async (query, expected) => {
    const names = expected.map((name) => (name === 'alias' ? 'My-Alias' : name));
    expect(await found(query)).toEqual(expected.includes('alias') ? expected : names);
  });

  it('finds by id, fingerprint and who made it', async () => {
    expect(await found(`id:${ids.card?.toUpperCase()}`)).toEqual(['card']);
    expect(await found(`id:${ids.card} OR id:${ids.user} OR id:nothing`)).toEqual(['user', 'card']);
    const { fingerprint } = (await rig.send('GET', `/tokens/${ids.card}`, { key })).body;
    expect(await found(`fingerprint:${fingerprint}`)).toEqual(['card']);
    expect(await found(`created_by:${application} AND type:card`)).toEqual(['card']);
    expect(await found(`modified_by:${application.toUpperCase()}`)).toHaveLength(4);
  });

  it('gives everything without a query', async () => {
    expect(await found(undefined)).toHaveLength(4);
    expect((await search(undefined, { size: 100 })).body.pagination.page_size).toBe(100);
  });

  it.each<[query: string, message: string]>([
    ['data:"open', 'This quote is not closed. (column 6)'],
    ['card', 'Here a comparison is missing: field:value. (column 1)'],
    ['data:4242*', '(column 6)'],
    [`data:x${' OR data:x'.repeat(64)}`, 'A query has at most 64 comparisons.'],
    [`${'('.repeat(40)}data:x`, '16 levels'],
  ])('refuses %s with its column', async (query, message) => {
    const { status, body } = await search(query);
    expect([status, Object.keys(body.errors)]).toEqual([400, ['query']]);
    expect(body.errors.query[0]).toContain(message);
  });

  it.each([
    { size: 0 },
    { size: 101 },
    { page: 0 },
    { size: '10' },
    { start: 'x' },
    { query: 7 },
    { query: 'x'.repeat(4097) },
  ])('refuses %j', async (more) => {
    const { status, body } = await search(undefined, more);
    expect([status, Object.keys(body.errors)]).toEqual([400, [Object.keys(more)[0]]]);
  });

  it('knows a token at once, and no more once it is deleted, changed or expired', async () => {
    const token = { type: 'token', data: 'fresh', search_indexes: ['{{ data }}'], metadata: { m: 'fresh' } };
    const { body } = await rig.send('POST', '/tokens', { key, body: token });
    expect(await found('data:fresh AND metadata.m:fresh')).toEqual([body.id]);
    await rig.send('PATCH', `/tokens/${body.id}`, { key, body: { data: 'stale', metadata: { m: null, n: 'x' } } });
    expect(await found('data:fresh OR metadata.m:fresh')).toEqual([]);
    expect(await found('data:stale AND metadata.n:x')).toEqual([body.id]);
    await rig.send('DELETE', `/tokens/${body.id}`, { key });
    expect(await found('data:stale')).toEqual([]);
    const short = { ...token, expires_at: '2022-01-01T00:10:00Z' };
    await rig.send('POST', '/tokens', { key, body: short });
    rig.pass(600_000);
    expect([await found('data:fresh'), await found('type:token AND data:fresh'), await found('')]).toEqual([
      [],
      [],
      ['alias', 'user', 'card', 'ssn'],
    ]);
    await rig.vault.tidy();
    expect(await rig.store.rows('select 1 from token_labels where token_id not in (select id from tokens)')).toEqual(
      [],
    );
  });

  it('pages by number and by cursor', async () => {
    const pages = async (more: object) => {
      const { body } = await search('metadata.customer:7 OR type:token', { size: 2, ...more });
      return [body.data.length, body.pagination];
    };
    const [, first] = await pages({});
    expect(first).toMatchObject({ total_items: 3, page_number: 1, page_size: 2, total_pages: 2 });
    expect(await pages({ page: 2 })).toEqual([1, { total_items: 3, page_number: 2, page_size: 2, total_pages: 2 }]);
    expect(await pages({ start: first.after })).toMatchObject([1, { total_items: 3 }]);
    expect(await pages({ page: 3 })).toMatchObject([0, { total_items: 3 }]);
  });
});

describe('what comes from outside', () => {
  it('is refused where it holds half of a surrogate pair, which no database keeps', async () => {
    expect(await found('data:"\ud800"')).toBe(400);
  });

  it.each([
    "x' OR '1'='1",
    "'; drop table tokens; --",
    '" OR 1=1 --',
    '%',
    '_',
    '*',
    '?',
    '$1',
    ':x',
    '\\',
    '\0',
    ') or (1=1',
    '\u2028',
    '{{ data }}',
  ])('stays a value: %j', async (text) => {
    const quoted = `"${text.replace(/["\\*]/g, '\\$&')}"`;
    for (const field of [
      'data',
      'id',
      'type',
      'fingerprint',
      'container',
      'created_by',
      'metadata.customer',
      `metadata.${quoted}`,
    ]) {
      expect(await found(`${field}:${quoted}`)).toEqual([]);
      expect(await found(`NOT ${field}:${quoted}`)).toHaveLength(4);
    }
    const id = encodeURIComponent(text.toWellFormed());
    for (const filter of ['id', 'metadata.customer']) {
      const { status, body } = await rig.send('GET', `/tokens?${filter}=${id}`, { key });
      expect(status === 200 ? body.data : body.errors).toEqual(
        text === '\0' && filter !== 'id' ? expect.anything() : [],
      );
    }
  });
});

describe('who searches', () => {
  it('needs a right to read, which keys on pages never have', async () => {
    for (const [type, permissions] of [
      ['elements', ['token:general:create']],
      ['public', ['token:general:create']],
      ['server_to_server', ['token:general:create', 'token:general:update', 'token:general:delete']],
    ] as const) {
      const other = await rig.application(type, [...permissions]);
      expect((await search('data:4242', {}, other)).status).toBe(403);
    }
  });

  it('finds by data only what it sees in plaintext, and learns nothing of the rest', async () => {
    const low = await rig.application('server_to_server', allTokens('low'));
    const everything = await found('', low);
    expect(everything).toHaveLength(4);
    for (const guess of ['4242', '4242424242424242', '6789', '42', '"no such thing"']) {
      for (const [query, expected] of [
        [`data:${guess}`, []],
        [`NOT data:${guess}`, everything],
        [`NOT (data:${guess} AND type:card)`, everything],
        [`data:${guess} OR type:card`, ['card']],
        [`metadata.customer:7 AND NOT data:${guess}`, ['user', 'card']],
        [`id:${ids.card} AND data:${guess}`, []],
      ] as const) {
        expect([query, await found(query, low)]).toEqual([query, expected]);
      }
    }
    const pages = await Promise.all(
      ['4242', '"no such thing"'].map((guess) => search(`NOT data:${guess}`, { size: 1 }, low)),
    );
    const [first, second] = pages.map(({ body: { pagination, data } }) => ({ pagination, data }));
    expect(first).toEqual(second);
  });

  it('sees of each hit what it would see by getting it', async () => {
    const low = await rig.application('server_to_server', allTokens('low'));
    const { body } = await search('type:card', {}, low);
    expect(body.data).toEqual([(await rig.send('GET', `/tokens/${ids.card}`, { key: low })).body]);
    expect(body.data[0].data).toEqual({ number: 'XXXXXXXXXXXX4242' });
  });

  it('finds nothing of another tenant', async () => {
    const other = await rig.tenant('Other');
    const theirs = await rig.application('server_to_server', allTokens(), other);
    for (const query of [
      '',
      'data:4242',
      `id:${ids.card}`,
      'id:My-Alias',
      'metadata.customer:7',
      'NOT type:bank',
      'container:"/*"',
    ])
      expect(await found(query, theirs)).toEqual([]);
  });
});
