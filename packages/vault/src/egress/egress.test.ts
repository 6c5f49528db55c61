import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, connect as openTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameServers } from './addresses.ts';
import { parseDestinations } from './allow-list.ts';
import { dialTcp } from './connect.ts';
import type { EgressOptions, EgressRequest } from './egress.ts';
import { certificateAuthority } from './testing/certificates.ts';
import { handTimer, internetAt, startDestination } from './testing/destinations.ts';
import { startNameServer, type Zone } from './testing/name-server.ts';
import { testEgress } from './testing/test-egress.ts';

const authority = certificateAuthority();
const certified = authority.issue(['api.example', 'localhost', '127.0.0.1']);

type Destination = Awaited<ReturnType<typeof startDestination>>;
type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

let destination: Destination;
const seen: Seen[] = [];

/** What the destination does, by path. */
const acts: Record<string, (response: ServerResponse) => void> = {
  '/echo': (response) => response.setHeader('X-Answer', ['1', '2']).end('{"paid":true}'),
  '/redirect': (response) => response.writeHead(302, { Location: 'https://api.example/echo' }).end(),
  '/endless': (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  },
  '/announced': (response) => response.writeHead(200, { 'Content-Length': '99999999' }).write('x'),
  '/silent': () => undefined,
  '/half': (response) => {
    response.writeHead(200, { 'Content-Length': '10' }).write('12345', () => response.destroy());
  },
  '/slow': (response) => response.write('a'),
  '/upgrade': (response) =>
    response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
  '/garbage': (response) => response.socket?.end('hello\r\n\r\n'),
  '/smuggled': (response) =>
    response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
  '/headers': (response) => response.socket?.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n`),
};

beforeAll(async () => {
  destination = await startDestination(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
    acts[url.split('?')[0] ?? '']?.(response);
  }, certified);
});
afterAll(() => destination.close());

const read = async (body: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
};

/** A way out to the destination under the name `api.example`, which leads to a public address. */
const rig = (options: Partial<EgressOptions> = {}) => {
  const internet = internetAt(destination.port);
  const egress = testEgress({
    resolve: async () => ['93.184.216.34'],
    dial: internet.dial,
    ca: [authority.cert],
    ...options,
  });
  const ask = (request: Partial<EgressRequest> = {}) =>
    egress.fetch({ tenantId: 't', url: 'https://api.example/echo', method: 'POST', headers: [], ...request });
  return { ...internet, ask };
};

const fault = (kind: string) => ({ name: 'EgressError', kind });

describe('a request to the outside', () => {
  it('reaches the very address that was looked up, with the name in TLS and Host', async () => {
    const { ask, dialled } = rig();
    const answer = await ask({
      url: 'https://API.example/echo?a=1',
      headers: [
        ['X-One', '1'],
        ['x-one', '2'],
      ],
      body: 'é',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.filter(([name]) => name === 'x-answer')).toEqual([
      ['x-answer', '1'],
      ['x-answer', '2'],
    ]);
    expect(await read(answer.body)).toBe('{"paid":true}');
    expect(dialled).toEqual(['93.184.216.34 443']);
    expect(seen.pop()).toMatchObject({
      method: 'POST',
      url: '/echo?a=1',
      body: 'é',
      headers: { host: 'api.example', 'x-one': '1, 2', 'content-length': '2', connection: 'close' },
    });
  });

  it('says itself where a message ends and goes, whatever headers it was given', async () => {
    const { ask } = rig();
    const headers: [string, string][] = [
      ['Host', 'inside.example'],
      ['Content-Length', '0'],
      ['Transfer-Encoding', 'chunked'],
      ['Connection', 'x-secret, keep-alive'],
      ['X-Secret', '1'],
      ['Upgrade', 'h2c'],
      ['Expect', '100-continue'],
      ['Proxy-Authorization', 'Basic x'],
    ];
    await read((await ask({ headers, body: 'abc' })).body);
    expect(seen.pop()?.headers).toEqual({ host: 'api.example', 'content-length': '3', connection: 'close' });
  });

  it.each([
    [['X-A', 'a\r\nHost: b']],
    [['X-A', 'a\nb']],
    [['X-A', 'a\0b']],
    [['X A', 'a']],
    [['X-A\r\nB', 'a']],
    [['', 'a']],
    [['X-A', '\u0131\u010a']],
  ] as [string, string][][])('is refused with the header %j, and nothing is sent', async (header) => {
    const { ask, dialled } = rig();
    await expect(ask({ headers: [header] })).rejects.toMatchObject(fault('request'));
    await expect(ask({ method: 'GET / HTTP/1.1\r\nX:' })).rejects.toMatchObject(fault('request'));
    expect(dialled).toEqual([]);
  });

  it('hands redirects over and follows none', async () => {
    const { ask, dialled } = rig();
    const answer = await ask({ url: 'https://api.example/redirect' });
    expect(answer.status).toBe(302);
    expect(await read(answer.body)).toBe('');
    expect(dialled).toHaveLength(1);
  });

  it('goes where the operator allows it for this tenant, and nowhere else', async () => {
    const tenant = '8f1b6f0a-2f0c-4b8e-9f59-5f5a2d0c1e11';
    const { ask, dialled } = rig({
      destinations: parseDestinations(`api.example=${tenant}, *.scheme.example`),
    });
    await read((await ask({ tenantId: tenant })).body);
    await expect(ask({ tenantId: 'other' })).rejects.toMatchObject(fault('not-allowed'));
    await expect(ask({ url: 'https://scheme.example/' })).rejects.toMatchObject(fault('not-allowed'));
    await expect(ask({ url: 'https://xscheme.example/' })).rejects.toMatchObject(fault('not-allowed'));
    expect(dialled).toHaveLength(1);
  });

  it('tries the next address of a name when one accepts no connection', async () => {
    const { dial } = internetAt(destination.port);
    const refusing = createServer().listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const closed = refusing.address();
    refusing.close();
    const port = typeof closed === 'object' && closed ? closed.port : 0;
    const { ask } = rig({
      resolve: async () => ['93.184.216.34', '93.184.216.35'],
      dial: (address, wanted) => (address.endsWith('.34') ? dialTcp('127.0.0.1', port) : dial(address, wanted)),
    });
    expect((await ask()).status).toBe(200);
    const { ask: none } = rig({ dial: () => dialTcp('127.0.0.1', port) });
    await expect(none()).rejects.toMatchObject(fault('connect'));
  });

  it('waits for a place when its tenant has too many under way, which other tenants do not feel', async () => {
    const { ask } = rig({ perTenant: 1 });
    const first = await ask({ url: 'https://api.example/slow' });
    await expect(ask()).rejects.toMatchObject(fault('busy'));
    expect((await ask({ tenantId: 'other' })).status).toBe(200);
    for await (const _ of first.body) break;
    await expect
      .poll(() =>
        ask().then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});

describe('a name that leads inside', () => {
  const zones: Record<string, ReturnType<Zone>> = {
    'inside.example': ['10.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'mixed.example': ['93.184.216.34', '192.168.0.1'],
    'mixed6.example': ['93.184.216.34', '::1'],
    'mapped.example': ['::ffff:7f00:1'],
    'nat64.example': ['64:ff9b::7f00:1'],
    'home.example': ['127.0.0.1'],
    'zero.example': ['0.0.0.0'],
    'shared.example': ['100.64.0.1'],
  };
  const rebinding: Zone = (name, asked) => {
    if (name === 'rebinding.example') return asked === 0 ? ['93.184.216.34'] : ['127.0.0.1'];
    return name === 'api.example' ? ['93.184.216.34', '2606:2800:220:1::1'] : zones[name];
  };

  it('is refused whatever else it leads to, and nothing is dialled', async () => {
    const server = await startNameServer(rebinding);
    const { ask, dialled } = rig({ resolve: nameServers([server.address]) });
    for (const name of Object.keys(zones)) {
      await expect(ask({ url: `https://${name}/` }), name).rejects.toMatchObject(fault('address'));
    }
    await expect(ask({ url: 'https://nowhere.example/' })).rejects.toMatchObject(fault('resolve'));
    expect(dialled).toEqual([]);
    expect((await ask()).status).toBe(200);
    server.close();
  });

  it('is not asked for again between the check and the connection', async () => {
    const server = await startNameServer(rebinding);
    const rebound = authority.issue(['rebinding.example']);
    const shop = await startDestination((_, response) => response.end('public'), rebound);
    const { dial, dialled } = internetAt(shop.port);
    const { ask } = rig({ resolve: nameServers([server.address]), dial });
    expect((await ask({ url: 'https://rebinding.example/' })).status).toBe(200);
    expect(dialled).toEqual(['93.184.216.34 443']);
    expect(server.questions()).toBe(2);
    await expect(ask({ url: 'https://rebinding.example/' })).rejects.toMatchObject(fault('address'));
    expect(dialled).toHaveLength(1);
    server.close();
    await shop.close();
  });

  it('is refused when the connection leads elsewhere than the address that was checked', async () => {
    const { ask } = rig({ dial: () => dialTcp('127.0.0.1', destination.port) });
    const before = seen.length;
    await expect(ask()).rejects.toMatchObject(fault('address'));
    expect(seen).toHaveLength(before);
  });

  it('is reached when it is this machine and the operator named it, and then nothing else is', async () => {
    const { port } = destination;
    const entries = ['localhost', '127.0.0.1', 'api.example'].map((host) => `${host}:${port}`);
    const named = { destinations: parseDestinations(['*', ...entries].join(', ')), dial: dialTcp };
    const { ask } = rig(named);
    for (const host of ['localhost', '127.0.0.1'])
      expect((await ask({ url: `https://${host}:${port}/echo` })).status, host).toBe(200);
    await expect(ask({ url: `https://api.example:${port}/echo` })).rejects.toMatchObject(fault('address'));
    const { ask: home } = rig({ ...named, resolve: async () => ['127.0.0.1'] });
    expect((await home({ url: `https://api.example:${port}/echo` })).status).toBe(200);
    await expect(home()).rejects.toMatchObject(fault('address'));
  });
});

describe('a destination without good TLS', () => {
  const past = { from: Date.UTC(2020), until: Date.UTC(2021) };
  const future = { from: Date.UTC(2090), until: Date.UTC(2091) };
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  it.each([
    ['for another host', authority.issue(['other.example']), /another host/],
    ['for a name above it', authority.issue(['example']), /another host/],
    ['of an unknown authority', certificateAuthority('Other').issue(['api.example']), /unknown authority/],
    ['that has expired', authority.issue(['api.example'], past), /expired/],
    ['that is not valid yet', authority.issue(['api.example'], future), /not valid yet/],
    ['over TLS 1.1', { ...certified, ...old }, /1\.2 or newer/],
  ])('is refused with a certificate %s, before a byte of the request', async (_, tls, words) => {
    let requests = 0;
    const server = await startDestination((_, response) => {
      requests += 1;
      response.end();
    }, tls);
    const { ask } = rig({ dial: internetAt(server.port).dial });
    await expect(ask({ body: 'secret' })).rejects.toMatchObject({
      ...fault('tls'),
      message: expect.stringMatching(words),
    });
    expect(requests).toBe(0);
    await server.close();
  });

  it('is refused when it speaks no TLS at all', async () => {
    const plain = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\n\r\n'));
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const address = plain.address();
    const { ask } = rig({ dial: internetAt(typeof address === 'object' && address ? address.port : 0).dial });
    await expect(ask()).rejects.toMatchObject(fault('tls'));
    plain.close();
  });

  it('is refused although NODE_TLS_REJECT_UNAUTHORIZED says otherwise', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const { ask } = rig({ ca: [certificateAuthority('Other').cert] });
      await expect(ask()).rejects.toMatchObject(fault('tls'));
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });
});

describe('an answer without end, sense or haste', () => {
  it.each([
    ['/endless', 'too-large'],
    ['/half', 'answer'],
  ])('ends the body of %s', async (path, kind) => {
    const { ask } = rig({ limits: { answerBytes: 100_000 } });
    const { body } = await ask({ url: `https://api.example${path}` });
    await expect(read(body)).rejects.toMatchObject(fault(kind));
    await expect.poll(destination.open).toBe(0);
  });

  it.each([
    ['/announced', 'too-large'],
    ['/garbage', 'answer'],
    ['/smuggled', 'answer'],
    ['/upgrade', 'answer'],
    ['/headers', 'answer'],
  ])('is refused at the head of %s', async (path, kind) => {
    const { ask } = rig({ limits: { answerBytes: 100_000 } });
    await expect(ask({ url: `https://api.example${path}` })).rejects.toMatchObject(fault(kind));
    await expect.poll(destination.open).toBe(0);
  });

  const limits = { connect: 1, answer: 2, total: 3 };

  it('is given up when its head, its last byte or the connection takes too long', async () => {
    const timer = handTimer();
    const { ask } = rig({ limits, after: timer.after });
    const silent = ask({ url: 'https://api.example/silent' });
    await expect.poll(() => seen.at(-1)?.url).toBe('/silent');
    timer.elapse(2);
    await expect(silent).rejects.toMatchObject(fault('timeout'));

    const { body } = await ask({ url: 'https://api.example/slow' });
    const reading = read(body);
    timer.elapse(3);
    await expect(reading).rejects.toMatchObject(fault('timeout'));

    const { ask: unheard } = rig({ limits, after: timer.after, resolve: () => new Promise(() => undefined) });
    const looking = unheard();
    timer.elapse(1);
    await expect(looking).rejects.toMatchObject(fault('timeout'));
    await expect.poll(destination.open).toBe(0);
    expect(timer.waiting()).toBe(0);
  });

  it('is given up with its caller', async () => {
    const { ask } = rig();
    const caller = new AbortController();
    const asking = ask({ url: 'https://api.example/silent', signal: caller.signal });
    caller.abort();
    await expect(asking).rejects.toMatchObject(fault('aborted'));
    await expect(ask({ signal: caller.signal })).rejects.toMatchObject(fault('aborted'));
    await expect.poll(destination.open).toBe(0);
  });

  it('does not come at all for a body beyond its cap', async () => {
    const { ask, dialled } = rig({ limits: { requestBytes: 3 } });
    await expect(ask({ body: 'éé' })).rejects.toMatchObject(fault('too-large'));
    expect(dialled).toEqual([]);
  });
});

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
          const target = openTcp(destination.port, '127.0.0.1').on('error', () => undefined);
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
    const { ask: inside } = rig({ upstream, dial: dialTcp, resolve: async () => ['10.0.0.1'] });
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
