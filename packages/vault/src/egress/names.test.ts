import { describe, expect, it } from 'vitest';
import { createAddresses, nameServers } from './addresses.ts';
import { egressGuards } from './egress-guards.ts';
import { internetAt, startDestination } from './testing/destinations.ts';
import { startNameServer } from './testing/name-server.ts';
import { fault, outside, read } from './testing/outside.ts';

const { authority, rig } = outside();

const open = ['93.184.216.34'];

describe('a name that led outside, and leads inside when it is asked for again', () => {
  const turned: Record<string, string[]> = {
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
  const names = Object.keys(turned);

  const start = async (guards = egressGuards) => {
    const shop = await startDestination((_, response) => response.end('public'), authority.issue(names));
    const server = await startNameServer((name, asked) => (asked === 0 ? open : turned[name]));
    const { dial, dialled } = internetAt(shop.port);
    const { ask, kept } = rig({ resolve: nameServers([server.address]), dial, guards });
    for (const name of names) await read((await ask({ url: `https://${name}/` })).body);
    expect([dialled.length, kept()]).toEqual([names.length, names.length]);
    const close = async () => {
      server.close();
      await shop.close();
    };
    return { ask, kept, dialled, close };
  };

  it('is refused although a connection is kept, which closes', async () => {
    const { ask, kept, dialled, close } = await start();
    for (const name of names)
      await expect(ask({ url: `https://${name}/` }), name).rejects.toMatchObject(fault('address'));
    expect([dialled.length, kept()]).toEqual([names.length, 0]);
    await close();
  });

  it('is reached over the connection that is kept, but for the checks of addresses', async () => {
    const { ask, dialled, close } = await start({ ...egressGuards, mayReach: () => true, mayLead: () => true });
    for (const name of names) expect((await ask({ url: `https://${name}/` })).status).toBe(200);
    expect(dialled).toHaveLength(names.length);
    await close();
  });
});

describe('a name that moves', () => {
  const move = async (guards = egressGuards) => {
    const addresses = ['93.184.216.34', '93.184.216.35'];
    const resolve = async () => ({ addresses: addresses.splice(0, 1), ttl: 0 });
    const { ask, dialled } = rig({ resolve, guards });
    for (let time = 0; time < 2; time += 1) await read((await ask()).body);
    return dialled;
  };

  it('is followed, whatever connection is kept', async () => {
    expect(await move()).toEqual(['93.184.216.34 443', '93.184.216.35 443']);
  });

  it('is not followed, but for the rule that a connection leads to an address of the name', async () => {
    expect(await move({ ...egressGuards, mayLead: () => true })).toEqual(['93.184.216.34 443']);
  });
});

describe('what a name server has said', () => {
  const api = { name: 'api.example', host: 'api.example', port: 443, path: '/', loopback: false };

  it.each([
    [0, 0],
    [5, 5000],
    [30, 30_000],
    [86_400, 30_000],
  ])('with %d seconds to live holds for %d milliseconds', async (ttl, holds) => {
    let now = 0;
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return { addresses: open, ttl };
    };
    const addressesOf = createAddresses({ resolve, guards: egressGuards, clock: () => now });
    await addressesOf(api);
    now = Math.max(0, holds - 1);
    await addressesOf(api);
    expect(asked).toBe(holds === 0 ? 2 : 1);
    now = holds;
    expect(await addressesOf(api)).toEqual(open);
    expect(asked).toBe(holds === 0 ? 3 : 2);
  });

  it('is asked for once by all who want it at the same time, and not remembered where it is refused', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return { addresses: asked === 1 ? ['10.0.0.1'] : open, ttl: 60 };
    };
    const addressesOf = createAddresses({ resolve, guards: egressGuards, clock: () => 0 });
    const both = await Promise.allSettled([addressesOf(api), addressesOf(api)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toBe(1);
    expect(await addressesOf(api)).toEqual(open);
  });
});
