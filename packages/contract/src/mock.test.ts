import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract } from './contract.ts';
import { mock } from './mock.ts';

const application = {
  id: '5ee30edd-9f62-4d0b-9df4-1cbb4a3f1f5a',
  tenant_id: 'd3b07384-d113-4ec6-a5d2-0e3d34f2e6cf',
  name: 'Checkout',
  type: 'server_to_server' as const,
  permissions: [],
};

const server = setupServer(
  ...mock(
    contract,
    {
      applications: {
        retrieve: ({ params }) => ({ ...application, name: params.id, secret: 'of the store' }),
        retrieveByKey: ({ request }) => ({ ...application, name: request.headers.get('BT-API-KEY') ?? '' }),
        create: ({ body }) => ({ ...application, ...body }),
        delete: () => {
          throw Response.json({ title: 'Not found', status: 404 }, { status: 404 });
        },
      },
      tokens: {
        list: ({ query }) => ({
          pagination: {
            total_items: 0,
            page_number: query.page,
            page_size: query.size,
            total_pages: query.id?.length ?? 0,
          },
          data: [],
        }),
      },
    },
    'https://vault.test/api',
  ),
);

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`https://vault.test/api${path}`, {
    method,
    headers: { 'BT-API-KEY': 'key_test' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text) };
};

test('a mock answers as the vault does, with nothing undeclared', async () => {
  expect(await call('GET', '/applications/abc')).toEqual({ status: 200, body: { ...application, name: 'abc' } });
  expect(await call('POST', '/applications/', { name: 'New', type: 'public' })).toMatchObject({
    status: 201,
    body: { name: 'New' },
  });
});

test('the literal path wins over the parameter', async () => {
  expect((await call('GET', '/applications/key')).body).toMatchObject({ name: 'key_test' });
});

test('queries are read by the codec', async () => {
  expect((await call('GET', '/tokens?page=3&id=a&id=b')).body.pagination).toMatchObject({
    page_number: 3,
    total_pages: 2,
  });
});

test('a wrong call is refused as the vault refuses it', async () => {
  expect(await call('POST', '/applications', { type: 'server' })).toMatchObject({
    status: 400,
    body: {
      title: 'One or more validation errors occurred.',
      errors: { name: ['Required.'], type: [expect.any(String)] },
    },
  });
  expect((await call('GET', '/tokens?size=1000')).status).toBe(400);
  const malformed = await fetch('https://vault.test/api/applications', { method: 'POST', body: '{' });
  expect([malformed.status, await malformed.json()]).toMatchObject([400, { errors: { body: ['Not JSON.'] } }]);
});

test('a handler may answer with an error', async () => {
  expect(await call('DELETE', '/applications/abc')).toEqual({ status: 404, body: { title: 'Not found', status: 404 } });
});
