import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createClient } from './create-client.ts';
import { BasisTheoryApiError } from './errors.ts';

const apiKey = 'key_SecretOfTheCaller';
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A client of a real server that answers as told, and how many requests that server got. */
async function against(answer: RequestListener) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { apiBaseUrl, requests, bt: createClient({ apiBaseUrl, apiKey }) };
}

const errorOf = async (call: Promise<unknown>): Promise<BasisTheoryApiError> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(BasisTheoryApiError);
  expect(inspect(error, { depth: 10 })).not.toContain(apiKey);
  return error as BasisTheoryApiError;
};

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));

test('an error answer keeps its status, and its errors under the names that were sent', async () => {
  const problem = { title: 'Wrong.', status: 400, trace_id: 'a', errors: { 'card.expiration_month': ['Too big.'] } };
  const { bt } = await against(json(400, problem));
  const error = await errorOf(bt.tokens.list());
  expect(error).toMatchObject({
    name: 'BasisTheoryApiError',
    status: 400,
    data: { title: 'Wrong.', status: 400, traceId: 'a', errors: { 'card.expiration_month': ['Too big.'] } },
  });
  expect(error.message).toBe('Request failed with status code 400: Wrong. card.expiration_month: Too big.');
});

test.each([429, 500, 503])('a call that failed with %i is not sent again', async (status) => {
  const { bt, requests } = await against(json(status, { title: 'Later.' }));
  expect(await errorOf(bt.tokens.retrieve('1'))).toMatchObject({ status });
  expect(requests).toEqual(['GET /tokens/1']);
});

test('an error tells the headers of its answer, so that a caller can wait as long as they say', async () => {
  const { bt } = await against((_, response) => void response.writeHead(429, { 'Retry-After': '7' }).end('{}'));
  expect((await errorOf(bt.tokens.retrieve('1'))).headers).toMatchObject({ 'retry-after': '7' });
  const silent = await against((request) => request.socket.destroy());
  expect((await errorOf(silent.bt.tokens.retrieve('1'))).headers).toEqual({});
});

test.each([Number.POSITIVE_INFINITY, 2 ** 31])(
  'a call waits for %d milliseconds, and has not failed at once',
  async (timeout) => {
    const { bt } = await against(json(200, { id: '1' }));
    expect(await bt.tokens.retrieve('1', { timeout })).toMatchObject({ id: '1' });
  },
);

test('an aborted socket is no answer, and says what to look at', async () => {
  const { bt, requests, apiBaseUrl } = await against((request) => request.socket.destroy());
  const error = await errorOf(bt.tokens.retrieve('1'));
  expect(error).toMatchObject({ status: -1, code: 'vault-unreachable', data: undefined, cause: expect.any(Error) });
  expect(error.message).toContain(apiBaseUrl);
  expect(error.message).toContain('Check that apiBaseUrl is right');
  expect(requests).toHaveLength(1);
});

test('a body that breaks off is no answer either', async () => {
  const { bt } = await against((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id":', () => request.socket.destroy());
  });
  expect(await errorOf(bt.tokens.retrieve('1'))).toMatchObject({
    status: -1,
    code: 'vault-unreachable',
    cause: expect.any(Error),
  });
});

test('nobody listening is no answer', async () => {
  const { bt, apiBaseUrl } = await against(() => undefined);
  for (const close of closing.splice(0)) close();
  expect((await errorOf(bt.tokens.retrieve('1'))).message).toContain(`No answer came from ${apiBaseUrl}.`);
});

test('a caller ends a call with its own signal and gets its own reason', async () => {
  const controller = new AbortController();
  const { bt } = await against(() => controller.abort(new Error('The shopper left.')));
  await expect(bt.tokens.retrieve('1', { signal: controller.signal })).rejects.toThrow('The shopper left.');
  await expect(bt.tokens.retrieve('1', { signal: controller.signal })).rejects.toThrow('The shopper left.');
});

test('a caller can end a call while the answer arrives', async () => {
  const controller = new AbortController();
  const { bt } = await against((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{', () => controller.abort(new Error('The shopper left.')));
  });
  await expect(bt.tokens.retrieve('1', { signal: controller.signal })).rejects.toThrow('The shopper left.');
});

test.each(['before', 'after'])('a vault that falls silent %s the head is given up', async (when) => {
  const { bt } = await against((_, response) => void (when === 'after' && response.writeHead(200).flushHeaders()));
  const error = await errorOf(bt.tokens.retrieve('1', { timeout: 50 }));
  expect(error).toMatchObject({ status: -1 });
  expect(error.message).toContain('did not answer within 50 ms');
});

test.each([200, 502])('HTML with status %i is told from an answer', async (status) => {
  const { bt } = await against(
    (_, response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html>'),
  );
  const error = await errorOf(bt.tokens.retrieve('1'));
  expect(error).toMatchObject({ status, data: undefined });
  expect(error.message).toContain(`answered ${status} with text/html instead of JSON. Check that apiBaseUrl`);
});

test('an empty body is an error only where an answer is due', async () => {
  const { bt } = await against((_, response) => void response.writeHead(200).end());
  expect((await errorOf(bt.tokens.retrieve('1'))).message).toContain('answered 200 with nothing');
  expect(await bt.tokens.delete('1')).toBeUndefined();
});

test('an error without a body still has its status', async () => {
  const { bt } = await against((_, response) => void response.writeHead(401).end());
  expect(await errorOf(bt.tokens.retrieve('1'))).toMatchObject({ status: 401, data: undefined });
});

test('a redirect is not followed, because it would take key and card elsewhere', async () => {
  const elsewhere = await against(json(200, {}));
  const { bt } = await against(
    (_, response) => void response.writeHead(307, { location: `${elsewhere.apiBaseUrl}/tokens` }).end(),
  );
  const error = await errorOf(bt.tokens.create({ type: 'token', data: 1 }));
  expect(error.message).toContain('a redirect');
  expect(elsewhere.requests).toEqual([]);
});

test.each(['', 'key with spaces', 'key_\r\nX-Injected: 1', 'key_ü'])(
  'the key %j is refused and not repeated',
  async (wrong) => {
    const { bt, requests } = await against(json(200, {}));
    const refused = bt.tokens.retrieve('1', { apiKey: wrong });
    await expect(refused).rejects.toThrow(/^The API key is empty or holds spaces/);
    if (wrong) await expect(refused).rejects.not.toThrow(wrong);
    expect(requests).toEqual([]);
  },
);

test.each([
  '',
  'vault.test',
  '/api',
  'ftp://vault.test',
  'https://user:pass@vault.test',
  'https://vault.test/?a=1',
  'https://',
])('%j is no base URL', (apiBaseUrl) => {
  expect(() => createClient({ apiBaseUrl })).toThrow('Invalid format for the given API base url.');
});

test.each(['', '/', '/api/v1', '/api/v1///'])(
  'the base path %j is kept, with or without slashes at its end',
  async (path) => {
    const { apiBaseUrl, requests } = await against(json(200, {}));
    await createClient({ apiBaseUrl: apiBaseUrl + path }).tokens.retrieve('1');
    expect(requests).toEqual([`GET ${path.replace(/\/+$/, '')}/tokens/1`]);
  },
);
