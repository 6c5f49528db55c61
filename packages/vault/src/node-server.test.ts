import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FetchHandler, listen } from './node-server.ts';

const serve = async (fetch: FetchHandler, drain = 5000) => {
  const server = await listen({ fetch, host: '127.0.0.1', port: 0, drain, trusted: () => false });
  onTestFinished(() => server.close());
  return server;
};

const echo: FetchHandler = async (request, { address }) => Response.json({ address, url: request.url });

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
    const answer = await fetch(`${url}/a?b=c`, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
    expect(await answer.json()).toEqual({ address: '127.0.0.1', url: `${url}/a?b=c` });
  });

  it('whose Host makes no URL is answered as a problem', async () => {
    const { url } = await serve(echo);
    const said = await say(url, 'GET / HTTP/1.1\r\nHost: a b@c\r\nConnection: close\r\n\r\n');
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).toContain('application/problem+json');
    expect(said).toContain('"type":"malformed-request"');
  });

  it('that meets a defect is answered without what the defect says', async () => {
    const { url } = await serve(() => Promise.reject(new Error('4242424242424242')));
    const answer = await fetch(url);
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.text()).not.toContain('4242');
  });
});

describe('closing', () => {
  it('lets a request under way finish and takes no new one', async () => {
    const arrived = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Response>();
    const server = await serve(() => {
      arrived.resolve();
      return answer.promise;
    });
    const underWay = fetch(server.url);
    await arrived.promise;
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    answer.resolve(new Response('done'));
    expect(await (await underWay).text()).toBe('done');
    await closed;
  });

  it('does not wait for callers that keep a connection open', async () => {
    const server = await serve(echo);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const [answer] = (await once(get(server.url, { agent }), 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
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
    fetch: echo,
    host: '127.0.0.1',
    port: Number(new URL(url).port),
    drain: 1,
    trusted: () => false,
  });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
