import { request } from 'node:http';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../node/server.ts';
import { mostStreamed } from './streamed.ts';
import { destination } from './testing/destination.ts';

const { psp, open, closeKept, rig, key, store } = destination();
beforeEach(() => closeKept());

/** The vault behind a real server, where bodies come in parts. */
const serve = async () => {
  const server = await listen({
    handle: (given, from) => rig().vault.answer(given, from),
    host: '127.0.0.1',
    port: 0,
    drain: 0,
    trusted: () => false,
  });
  onTestFinished(() => server.close());
  return server.url;
};

/** Begins a call, to which parts of its body are given later. */
const begin = (url: string, headers: Record<string, string>) => {
  const call = request(`${url}/proxy`, { method: 'POST', headers });
  const answer = new Promise<{ status: number; text: string }>((resolve, reject) => {
    call.on('error', reject).on('response', async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() });
    });
  });
  return { call, answer };
};

const binary = { 'Content-Type': 'application/octet-stream' };
const credentials = async () => ({ 'BT-API-KEY': key(), 'BT-PROXY-KEY': (await store()).key });

describe('a body that nobody looks into', { timeout: 60_000 }, () => {
  it.each([
    ['with its length', { 'Content-Length': '6' }, { 'content-length': '6' }],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }, { 'transfer-encoding': 'chunked' }],
  ])('goes on %s while it comes in', async (_, headers, expected) => {
    const arrived = Promise.withResolvers<string>();
    psp.part = (part) => arrived.resolve(part.toString());
    const { call, answer } = begin(await serve(), { ...binary, ...headers, ...(await credentials()) });
    call.write('abc');
    expect(await arrived.promise).toBe('abc');
    call.end('def');
    expect(await answer).toEqual({ status: 200, text: '{"paid":true}' });
    expect(psp.seen).toMatchObject([{ body: 'abcdef', headers: expected }]);
  });

  it('is any body where no token is replaced, and its answer may pass transforms', async () => {
    const mask = { type: 'mask', matcher: 'regex', expression: '(true)', replacement: '*' };
    const { key: name } = await store({ require_auth: false, response_transforms: [mask] });
    const arrived = Promise.withResolvers<void>();
    psp.part = () => arrived.resolve();
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '10', 'BT-PROXY-KEY': name };
    const { call, answer } = begin(await serve(), headers);
    call.write('{"a":');
    await arrived.promise;
    call.end('"{{"}');
    expect((await answer).text).toBe('{"paid":****}');
    expect(psp.seen[0]?.body).toBe('{"a":"{{"}');
  });

  it('is read whole where a transform changes it', async () => {
    const append = { type: 'append_text', options: { value: '!' } };
    const { key: name } = await store({ request_transforms: [append] });
    const headers = { ...binary, 'Content-Length': '3', 'BT-API-KEY': key(), 'BT-PROXY-KEY': name };
    const { call, answer } = begin(await serve(), headers);
    call.end('abc');
    expect([(await answer).status, psp.seen[0]?.body]).toEqual([200, 'abc!']);
  });

  it('is refused where it is announced as too long, before anything is sent', async () => {
    const headers = { ...binary, 'Content-Length': String(mostStreamed + 1), ...(await credentials()) };
    const { call, answer } = begin(await serve(), headers);
    call.flushHeaders();
    expect([(await answer).status, psp.seen]).toEqual([413, []]);
    call.destroy();
  });

  it('never ends at the destination where it becomes too long', async () => {
    const { call, answer } = begin(await serve(), { ...binary, ...(await credentials()) });
    const part = Buffer.alloc(1024 * 1024, 'x');
    const status = answer.then((told) => told.status).catch(() => 413);
    for (let n = 0; n < 11; n += 1) call.write(part);
    call.end();
    expect([await status, psp.seen]).toEqual([413, []]);
  });

  it('never ends at the destination where its caller goes in the middle', async () => {
    const arrived = Promise.withResolvers<void>();
    psp.part = () => arrived.resolve();
    const { call, answer } = begin(await serve(), { ...binary, 'Content-Length': '6', ...(await credentials()) });
    const gone = answer.catch(() => 'gone');
    call.write('abc');
    await arrived.promise;
    call.destroy();
    expect(await gone).toBe('gone');
    await expect.poll(open).toBe(0);
    expect(psp.seen).toEqual([]);
  });
});
