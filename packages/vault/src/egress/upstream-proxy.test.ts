import { once } from 'node:events';
import { createServer, connect as openTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import { dialTcp } from './connect.ts';
import { fault, outside, read } from './testing/outside.ts';
import { leadingTo } from './testing/test-egress.ts';
import { parseUpstreamProxy } from './upstream-proxy.ts';

const { rig, destination } = outside();

describe('a proxy of the operator', () => {
  const start = async (answer: string) => {
    const heads: string[] = [];
    const server = createServer((client) => {
      client
        .on('error', () => undefined)
        .once('data', (head) => {
          heads.push(head.toString());
          client.write(answer);
          if (!answer.includes('200')) return;
          const target = openTcp(destination().port, '127.0.0.1').on('error', () => undefined);
          client.pipe(target).pipe(client);
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return { heads, upstream: { host: '127.0.0.1', port, authorization: 'Basic eDp5' }, close: () => server.close() };
  };

  it('is asked for the checked address, and TLS goes through it to the host', async () => {
    const { heads, upstream, close } = await start('HTTP/1.1 200 OK\r\n\r\n');
    const { ask } = rig({ upstream, dial: dialTcp });
    const answer = await ask({ body: 'secret' });
    expect(await read(answer.body)).toBe('{"paid":true}');
    expect(heads).toEqual([
      'CONNECT 93.184.216.34:443 HTTP/1.1\r\nHost: 93.184.216.34:443\r\nProxy-Authorization: Basic eDp5\r\n\r\n',
    ]);
    const { ask: inside } = rig({ upstream, dial: dialTcp, resolve: leadingTo('10.0.0.1') });
    await expect(inside()).rejects.toMatchObject(fault('address'));
    expect(heads).toHaveLength(1);
    close();
  });

  it.each(['HTTP/1.1 403 No\r\n\r\n', 'nonsense\r\n\r\n', `HTTP/1.1 ${'x'.repeat(10_000)}`])(
    'that answers %.20j opens nothing',
    async (text) => {
      const { upstream, close } = await start(text);
      const { ask } = rig({ upstream, dial: dialTcp });
      await expect(ask()).rejects.toMatchObject(fault('connect'));
      close();
    },
  );
});

describe('the URL of a proxy of the operator', () => {
  it.each([
    ['http://proxy.internal:3128', { host: 'proxy.internal', port: 3128 }],
    ['http://proxy.internal/', { host: 'proxy.internal', port: 80 }],
    ['http://[::1]:3128', { host: '::1', port: 3128 }],
    ['http://me:a%3Ab@proxy.internal', { host: 'proxy.internal', port: 80, authorization: 'Basic bWU6YTpi' }],
  ])('is read: %s', (text, proxy) => {
    expect(parseUpstreamProxy(text)).toEqual(proxy);
  });

  it.each([
    'proxy.internal:3128',
    'https://a:hunter2@b',
    'http://a:hunter2@b/c',
    'http://a:hunter2@b?c',
    'http://b#c',
    '',
  ])('is refused, and not repeated: %j', (text) => {
    expect(() => parseUpstreamProxy(text)).toThrow(/^write it as http:\/\/host:port, or [^2]*$/);
  });
});
