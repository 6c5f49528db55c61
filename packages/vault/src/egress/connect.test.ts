import { once } from 'node:events';
import { createServer } from 'node:net';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { nameServers } from './addresses.ts';
import { parseDestinations } from './allow-list.ts';
import { dialTcp } from './connect.ts';
import { egressGuards } from './egress-guards.ts';
import { certificateAuthority } from './testing/certificates.ts';
import { internetAt, startDestination } from './testing/destinations.ts';
import { startNameServer, type Zone } from './testing/name-server.ts';
import { fault, outside } from './testing/outside.ts';
import { leadingTo } from './testing/test-egress.ts';

const { authority, certified, rig, seen, destination } = outside();

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

  it('is dialled but for the check of addresses', async () => {
    const server = await startNameServer(rebinding);
    const guards = { ...egressGuards, mayReach: () => true };
    const { ask, dialled } = rig({ resolve: nameServers([server.address]), guards });
    for (const name of Object.keys(zones)) {
      await expect(ask({ url: `https://${name}/` }), name).rejects.toMatchObject(fault('tls'));
    }
    expect(dialled).toHaveLength(Object.keys(zones).length);
    expect(dialled).toEqual(expect.arrayContaining(['10.0.0.1 443', '169.254.169.254 443', '127.0.0.1 443']));
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
    const { ask } = rig({ dial: () => dialTcp('127.0.0.1', destination().port) });
    const before = seen.length;
    await expect(ask()).rejects.toMatchObject(fault('address'));
    expect(seen).toHaveLength(before);
    const { ask: unguarded } = rig({
      dial: () => dialTcp('127.0.0.1', destination().port),
      guards: { ...egressGuards, sameAddress: () => true },
    });
    expect((await unguarded()).status).toBe(200);
    expect(seen).toHaveLength(before + 1);
  });

  it('is reached when it is this machine and the operator named it, and then nothing else is', async () => {
    const { port } = destination();
    const entries = ['localhost', '127.0.0.1', 'api.example'].map((host) => `${host}:${port}`);
    const named = { destinations: parseDestinations(['*', ...entries].join(', ')), dial: dialTcp };
    const { ask } = rig(named);
    for (const host of ['localhost', '127.0.0.1'])
      expect((await ask({ url: `https://${host}:${port}/echo` })).status, host).toBe(200);
    await expect(ask({ url: `https://api.example:${port}/echo` })).rejects.toMatchObject(fault('address'));
    const { ask: home } = rig({ ...named, resolve: leadingTo('127.0.0.1') });
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
    [
      'of another authority with the name of a trusted one',
      certificateAuthority().issue(['api.example']),
      /not signed by/,
    ],
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

  it('is none that shows the certificate of another host to whoever does not name theirs', async () => {
    const server = await startDestination((_, response) => response.end('ok'), {
      ...authority.issue(['other.example']),
      SNICallback: (name, done) => done(null, name === 'api.example' ? createSecureContext(certified) : undefined),
    });
    const { ask } = rig({ dial: internetAt(server.port).dial });
    expect((await ask()).status).toBe(200);
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
