import { contract } from '@tessera/contract';
import { mock } from '@tessera/contract/mock';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from './create-client.ts';
import { createClient as createStrictClient } from './strict.ts';

const id = '5ee30edd-9f62-4d0b-9df4-1cbb4a3f1f5a';
const tenantId = 'd3b07384-d113-4ec6-a5d2-0e3d34f2e6cf';
const privacy = { classification: 'pci', impact_level: 'high', restriction_policy: 'mask' } as const;
const application = { id, tenant_id: tenantId, name: 'Checkout', type: 'elements' as const, permissions: [] };

/** The last request as it was sent. */
let seen: Request | undefined;

const server = setupServer(
  ...mock(contract, {
    tokens: {
      create: ({ request, body }) => {
        seen = request;
        return {
          ...body,
          type: body.type ?? 'card',
          id,
          tenant_id: tenantId,
          privacy: { ...privacy, impact_level: body.privacy?.impact_level ?? 'high' },
          created_at: '2022-01-01T00:00:00+00:00',
        };
      },
      list: ({ request, query }) => {
        seen = request;
        const pagination = { total_items: 1, page_number: query.page, page_size: query.size, total_pages: 1 };
        return {
          pagination,
          data: [{ id, tenant_id: tenantId, type: 'card', privacy, data: { expiration_month: 12 } }],
        };
      },
      delete: ({ request }) => {
        seen = request;
      },
      retrieve: ({ params }) => ({ id: params.id, tenant_id: tenantId, type: 'token', privacy }),
    },
    atomicCards: {
      update: ({ params, body }) => ({
        id: params.id,
        tenant_id: tenantId,
        type: 'card',
        card: { ...body.card, number: 'XXXX4242' },
      }),
    },
    applications: {
      retrieveByKey: () => application,
      regenerateKey: ({ request }) => {
        seen = request;
        return application;
      },
    },
    permissions: {
      list: ({ query }) => [{ type: 'a:b', description: 'x', application_types: [query.application_type ?? 'public'] }],
    },
    tokenize: ({ body }) => body,
  }),
);

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => {
  seen = undefined;
  server.resetHandlers();
});
afterAll(() => server.close());

const bt = createStrictClient({ apiBaseUrl: 'https://vault.test/under/', apiKey: 'key_own' });

test('our names are camel case in the SDK and snake case on the wire, the names of users are theirs', async () => {
  const token = await bt.tokens.create({
    type: 'token',
    data: { inner_key: 1, otherKey: 2 },
    privacy: { impactLevel: 'moderate' },
    metadata: { orderId: 'A_1' },
  });
  expect(await seen?.json()).toEqual({
    type: 'token',
    data: { inner_key: 1, otherKey: 2 },
    privacy: { impact_level: 'moderate' },
    metadata: { orderId: 'A_1' },
  });
  expect(token).toMatchObject({
    tenantId,
    data: { inner_key: 1, otherKey: 2 },
    privacy: { classification: 'pci', impactLevel: 'moderate', restrictionPolicy: 'mask' },
    metadata: { orderId: 'A_1' },
    createdAt: '2022-01-01T00:00:00+00:00',
  });
});

test('a card of which a part is changed keeps our names', async () => {
  const changed = await bt.atomicCards.update(id, { card: { expirationMonth: 1, expirationYear: 2031 } });
  expect(changed.card).toEqual({ number: 'XXXX4242', expirationMonth: 1, expirationYear: 2031 });
});

test('lists take filters and a page', async () => {
  const page = await bt.tokens.list({
    id: ['1', '2'],
    type: 'card',
    metadata: { orderId: '7', 'a.b': 'ü&=' },
    page: 3,
  });
  expect(new URL(seen?.url ?? '').search).toBe(
    '?id=1&id=2&type=card&metadata.orderId=7&metadata.a.b=%C3%BC%26%3D&page=3',
  );
  expect(page.pagination).toEqual({ totalItems: 1, pageNumber: 3, pageSize: 20, totalPages: 1 });
  expect(page.data[0]?.data).toEqual({ expiration_month: 12 });
  expect((await bt.permissions.list({ applicationType: 'elements' }))[0]?.applicationTypes).toEqual(['elements']);
});

test('a path below the host is kept, and a call without a body sends none', async () => {
  await bt.applications.regenerateKey(id);
  expect(seen?.url).toBe(`https://vault.test/under/applications/${id}/regenerate`);
  expect(seen?.headers.has('content-type')).toBe(false);
  expect(await seen?.text()).toBe('');
  expect(await bt.tokens.delete(id)).toBeUndefined();
});

test('options come last, whatever stands before them', async () => {
  const options = { apiKey: 'key_other', correlationId: 'trace-1', idempotencyKey: 'once-1' };
  const calls = [
    () => bt.tokens.create({ type: 'token', data: 1 }, options),
    () => bt.tokens.list({}, options),
    () => bt.tokens.list(undefined, options),
    () => bt.tokens.delete(id, options),
  ];
  for (const call of calls) {
    await call();
    expect(seen?.headers.get('BT-API-KEY')).toBe('key_other');
    expect(seen?.headers.get('BT-TRACE-ID')).toBe('trace-1');
    expect(seen?.headers.get('BT-IDEMPOTENCY-KEY')).toBe('once-1');
  }
  await bt.tokens.delete(id);
  expect(seen?.headers.get('BT-API-KEY')).toBe('key_own');
  expect(seen?.headers.has('BT-TRACE-ID')).toBe(false);
});

test('the client says who it is, in bytes that a header can carry', async () => {
  const named = createClient({ apiBaseUrl: 'https://vault.test', appInfo: { name: 'Läden\r\n日本', version: '2' } });
  await named.tokens.delete(id);
  expect(JSON.parse(seen?.headers.get('BT-CLIENT-USER-AGENT') ?? '')).toMatchObject({
    client: 'tessera-js',
    client_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    application: { name: 'Läden\r\n日本', version: '2' },
  });
  expect(seen?.headers.get('User-Agent')).toMatch(/^tessera-js\/[\d.]+ \(L\?den\?\?\?\?; 2\)$/);
  expect(seen?.headers.has('BT-API-KEY')).toBe(false);
});

test.each([{ first_name: 'John' }, ['a', { type: 'token', data: { a_b: 1 } }], 'text', 0, false, null])(
  'tokenize sends %j as it is',
  async (payload) => {
    expect(await bt.tokenize(payload)).toEqual(payload);
  },
);

test('an id is one segment of the path, whatever it holds', async () => {
  expect(await bt.tokens.retrieve('a/b?c#d%20é ')).toMatchObject({ id: 'a/b?c#d%20é ' });
  for (const wrong of ['', '.', '..', undefined, null, 1, {}]) {
    await expect(bt.tokens.retrieve(wrong as string)).rejects.toThrow('tokens.retrieve needs the id');
  }
});

test('a strict client refuses an answer that is not what the contract says', async () => {
  const wrong = async () => Response.json({ ...application, type: 'card 4242424242424242', tenant_id: 1 });
  const options = { apiBaseUrl: 'https://vault.test', fetch: wrong };
  const refused = createStrictClient(options).applications.retrieveByKey();
  await expect(refused).rejects.toThrow(/applications\.retrieveByKey.*tenant_id: .*type: /);
  await expect(refused).rejects.not.toThrow('4242');
  expect(await createClient(options).applications.retrieveByKey()).toMatchObject({ tenantId: 1 });
});

test('methods are plain functions on plain objects', () => {
  expect(Object.keys(bt)).toEqual(Object.keys(contract));
  expect(Object.getPrototypeOf(bt.tokens)).toBe(Object.prototype);
  expect('then' in bt).toBe(false);
});
