import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VaultResponse } from '../http/messages.ts';
import { type Handler, listen } from './server.ts';

const serve = async (handle: Handler, drain = 5000) => {
  const server = await listen({ handle, host: '127.0.0.1', port: 0, drain, trusted: () => false });
  onTestFinished(() => server.close());
  return server;
};

const answer = (body?: string, status = 200): VaultResponse => ({ status, headers: { 'x-made': 'here' }, body });

const echo: Handler = async (request, { address }) => answer(JSON.stringify({ address, url: request.url }));

/** What a server says to raw bytes, until it ends the connection. */
const say = async (url: string, bytes: string): Promise<string> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.setEncoding('utf8').end(bytes);
  let said = '';
  socket.on('data', (text) => {
    said += text;
  });
  await once(socket, 'close');
  return said;
};

describe('a request', () => {
  it('reaches the vault with the address it came from', async () => {
    const { url } = await serve(echo);
    const received = await fetch(`${url}/a?b=c`, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
    expect(await received.json()).toEqual({ address: '127.0.0.1', url: `${url}/a?b=c` });
  });

  it.each([
    ['GET / HTTP/1.1', 'a b@c'],
    ['GET / HTTP/1.1', 'shop.example@vault'],
    ['GET / HTTP/1.1', 'vault/elements/?'],
    ['GET / HTTP/1.1', 'vault:99999'],
    ['OPTIONS * HTTP/1.1', 'vault'],
    ['GET file:///etc/passwd HTTP/1.1', 'vault'],
  ])('whose line and Host make no URL reaches the vault without one: %s, %s', async (line, host) => {
    const { url } = await serve(echo);
    const said = await say(url, `${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(said).toContain(JSON.stringify({ address: '127.0.0.1', url: '' }));
  });

  it.each([
    ['two Host headers', 'GET / HTTP/1.1\r\nHost: vault\r\nhOST: other'],
    ['no Host header', 'GET / HTTP/1.1'],
    ['no Host header, and the whole URL', 'GET http://vault/ HTTP/1.1'],
  ])('with %s reaches the vault without a URL', async (_, head) => {
    const { url } = await serve(echo);
    const said = await say(url, `${head}\r\nConnection: close\r\n\r\n`);
    expect(said).toContain(JSON.stringify({ address: '127.0.0.1', url: '' }));
  });

  it.each([
    [400, 'malformed-request', 'hello 4242424242424242\r\n\r\n'],
    [400, 'malformed-request', 'GET / HTTP/1.1\r\nHost: vault\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    [431, undefined, `GET / HTTP/1.1\r\nHost: vault\r\nX-Long: ${'4242'.repeat(5_000)}\r\n\r\n`],
  ])('that cannot be read gets a problem, status %s, and nothing of itself back', async (status, type, bytes) => {
    const { url } = await serve(echo);
    const said = await say(url, bytes);
    const [head = '', body = ''] = said.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*application/problem\\+json`, 's'));
    expect(head).toContain(`Content-Length: ${body.length}`);
    expect(JSON.parse(body)).toMatchObject({ status, detail: expect.any(String), ...(type && { type }) });
    expect(said).not.toContain('42424242');
  });

  it('that cannot be read ends its connection, at the latest when its time is up', async () => {
    let expire = () => {};
    const server = await listen({
      ...{ handle: echo, host: '127.0.0.1', port: 0, drain: 600_000, trusted: () => false },
      after: (_, run) => {
        expire = run;
        return () => undefined;
      },
    });
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.write('hello\r\n\r\n');
    await once(socket.resume(), 'end');
    // More of the same is thrown away.
    socket.write('hello\r\n\r\n');
    expire();
    // Waits for all connections.
    await server.close();
  });

  it('that cannot be read while the answer to another one is under way ends the connection, and adds nothing to the answer', async () => {
    const begun = Promise.withResolvers<void>();
    const { url } = await serve(async () => ({
      ...answer(),
      body: (async function* () {
        yield Buffer.from('begun');
        begun.resolve();
        await new Promise(() => undefined);
      })(),
    }));
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let said = '';
    socket.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    socket.write('GET / HTTP/1.1\r\nHost: vault\r\n\r\n');
    await begun.promise;
    socket.write('hello\r\n\r\n');
    await once(socket, 'close');
    expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('of HTTP/1.0 without a Host header is for the address that it was sent to', async () => {
    const { url } = await serve(echo);
    const said = await say(url, 'GET /readyz HTTP/1.0\r\n\r\n');
    expect(said).toMatch(/^HTTP\/1\.1 200 /);
    expect(said).toContain(JSON.stringify({ address: '127.0.0.1', url: `${url}/readyz` }));
  });

  it('has a body that can be read to its end, and none that is read twice', async () => {
    const { url } = await serve(async ({ body }) => {
      const chunks = [];
      for await (const chunk of body ?? []) chunks.push(chunk);
      return answer(Buffer.concat(chunks).toString());
    });
    const text = 'x'.repeat(300_000);
    expect(await (await fetch(url, { method: 'POST', body: text })).text()).toBe(text);
    expect(await (await fetch(url)).text()).toBe('');
  });

  it('is answered also when its body is not wanted, and its connection then ends', async () => {
    const { url } = await serve(async ({ body }) => {
      for await (const _ of body ?? []) break;
      return answer('enough', 413);
    });
    const head = 'POST / HTTP/1.1\r\nHost: vault\r\nContent-Length: 1000000000\r\n\r\n';
    const said = await say(url, `${head}${'x'.repeat(500_000)}`);
    expect(said).toMatch(/^HTTP\/1\.1 413 .*connection: close.*enough$/is);
  });

  it('that ends in the middle of its body ends for whoever reads it', async () => {
    const ended = Promise.withResolvers<unknown>();
    const { url } = await serve(async ({ body }) => {
      try {
        for await (const _ of body ?? []);
      } catch (error) {
        ended.resolve(error);
      }
      return answer('nobody hears this', 400);
    });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: vault\r\nContent-Length: 99\r\n\r\nhalf', () => socket.destroy());
    expect(await ended.promise).toBeInstanceOf(Error);
    expect((await fetch(url)).status).toBe(400);
  });
});

describe('an answer', () => {
  it('has a length, header fields, and a body only where one belongs', async () => {
    const { url } = await serve(async ({ method, url: asked }) =>
      answer(method === 'HEAD' || asked.endsWith('/none') ? undefined : 'ä', asked.endsWith('/none') ? 204 : 200),
    );
    const ask = async (path: string, method = 'GET') => {
      const { status, headers, ...rest } = await fetch(url + path, { method });
      return { status, length: headers.get('content-length'), made: headers.get('x-made'), ...rest };
    };
    expect(await ask('/')).toMatchObject({ status: 200, length: '2', made: 'here' });
    expect(await ask('/', 'HEAD')).toMatchObject({ status: 200, length: null });
    expect(await ask('/none')).toMatchObject({ status: 204, length: null });
  });

  it('that meets a defect is answered without what the defect says', async () => {
    const { url } = await serve(() => Promise.reject(new Error('4242424242424242')));
    const received = await fetch(url);
    expect(received.status).toBe(500);
    expect(received.headers.get('content-type')).toBe('application/problem+json');
    expect(await received.text()).not.toContain('42424242');
  });
});

describe('closing', () => {
  it('lets a request under way finish and takes no new one', async () => {
    const arrived = Promise.withResolvers<void>();
    const answering = Promise.withResolvers<VaultResponse>();
    const server = await serve(() => {
      arrived.resolve();
      return answering.promise;
    });
    const underWay = fetch(server.url);
    await arrived.promise;
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    answering.resolve(answer('done'));
    expect(await (await underWay).text()).toBe('done');
    await closed;
  });

  it('does not wait for callers that keep a connection open', async () => {
    const server = await serve(echo);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const [received] = (await once(get(server.url, { agent }), 'response')) as [IncomingMessage];
    await once(received.resume(), 'end');
    await server.close();
  });

  it('cuts what has not finished in time', async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await serve(() => {
      arrived.resolve();
      return new Promise(() => {});
    }, 1);
    const cut = expect(fetch(server.url)).rejects.toThrow();
    await arrived.promise;
    await server.close();
    await cut;
  });

  it('twice is once', async () => {
    const server = await serve(echo);
    await Promise.all([server.close(), server.close()]);
  });
});

it('a port that is taken is an error that says so', async () => {
  const { url } = await serve(echo);
  const second = listen({
    handle: echo,
    host: '127.0.0.1',
    port: Number(new URL(url).port),
    drain: 1,
    trusted: () => false,
  });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
