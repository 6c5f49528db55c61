import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseDestinations } from './allow-list.ts';
import { dialTcp } from './connect.ts';
import { internetAt } from './testing/destinations.ts';
import { fault, outside, read } from './testing/outside.ts';
import { leadingTo } from './testing/test-egress.ts';

const { rig, seen, destination } = outside();

describe('a request to the outside', () => {
  it('reaches the very address that was looked up, with the name in TLS and Host', async () => {
    const { ask, dialled } = rig();
    const answer = await ask({
      url: 'https://API.example/echo?a=1',
      headers: [
        ['X-One', '1'],
        ['x-one', '2'],
        // Only Connection names what belongs to the connection.
        ['X-Names', 'x-one'],
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
      headers: { host: 'api.example', 'x-one': '1, 2', 'content-length': '2', connection: 'keep-alive' },
    });
  });

  it('says itself where a message ends and goes, whatever headers it was given', async () => {
    const { ask } = rig();
    const headers: [string, string][] = [
      ['Host', 'inside.example'],
      ['Content-Length', '0'],
      ['Transfer-Encoding', 'chunked'],
      ['Connection', 'x-secret, close'],
      ['X-Secret', '1'],
      ['Upgrade', 'h2c'],
      ['Expect', '100-continue'],
      ['HTTP2-Settings', 'AAMAAABkAARAAAAAAAIAAAAA'],
      ['Keep-Alive', 'timeout=99'],
      ['TE', 'trailers'],
      ['Trailer', 'X-Late'],
      ['Proxy-Authenticate', 'Basic'],
      ['Proxy-Authentication-Info', 'x'],
      ['Proxy-Authorization', 'Basic x'],
      ['Proxy-Connection', 'keep-alive'],
    ];
    await read((await ask({ headers, body: 'abc' })).body);
    expect(seen.pop()?.headers).toEqual({ host: 'api.example', 'content-length': '3', connection: 'keep-alive' });
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
    const { dial } = internetAt(destination().port);
    const refusing = createServer().listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const closed = refusing.address();
    refusing.close();
    const port = typeof closed === 'object' && closed ? closed.port : 0;
    const { ask } = rig({
      resolve: leadingTo('93.184.216.34', '93.184.216.35'),
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
