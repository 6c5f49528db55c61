import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { egressGuards } from './egress-guards.ts';
import { createKept } from './kept.ts';
import { handTimer, internetAt, startDestination } from './testing/destinations.ts';
import { fault, outside, read } from './testing/outside.ts';
import { leadingTo, testEgress } from './testing/test-egress.ts';

const { authority, destination, rig, seen } = outside();

type Ask = ReturnType<typeof rig>['ask'];

/** Asks and reads the whole answer. */
const whole = async (ask: Ask, request: Parameters<Ask>[0] = {}): Promise<string> => read((await ask(request)).body);

describe('a kept connection', () => {
  it('carries one request after the other of its tenant to its destination', async () => {
    const { ask, dialled, kept } = rig();
    for (let time = 0; time < 3; time += 1) expect(await whole(ask, { body: `${time}` })).toBe('{"paid":true}');
    expect(seen.slice(-3).map(({ body }) => body)).toEqual(['0', '1', '2']);
    expect(dialled).toHaveLength(1);
    expect(kept()).toBe(1);
  });

  it('carries one at a time', async () => {
    const { ask, dialled } = rig();
    await Promise.all([whole(ask), whole(ask), whole(ask)]);
    expect(dialled).toHaveLength(3);
    await Promise.all([whole(ask), whole(ask)]);
    expect(dialled).toHaveLength(3);
  });

  it('is none where the way out was closed before the answer had come', async () => {
    const { dial } = internetAt(destination().port);
    const egress = testEgress({ resolve: leadingTo('93.184.216.34'), dial, ca: [authority.cert] });
    const ask: Ask = () => egress.fetch({ tenantId: 't', url: 'https://api.example/echo', method: 'GET', headers: [] });
    const { body } = await ask();
    egress.close();
    expect([await read(body), egress.kept()]).toEqual(['{"paid":true}', 0]);
    // What waits for nothing is closed, so that a process can end.
    await expect.poll(destination().open).toBe(0);
  });

  it('is never used by another tenant', async () => {
    const { ask, dialled } = rig();
    await whole(ask, { tenantId: 'a' });
    await whole(ask, { tenantId: 'b' });
    await whole(ask, { tenantId: 'a' });
    expect(dialled).toHaveLength(2);
  });

  it('is used by another tenant, but for the owner of connections', async () => {
    const { ask, dialled } = rig({ guards: { ...egressGuards, owner: () => 'everybody' } });
    await whole(ask, { tenantId: 'a' });
    await whole(ask, { tenantId: 'b' });
    expect(dialled).toHaveLength(1);
  });

  it.each([
    ['that the destination closes', (answer: ServerResponse) => void answer.setHeader('Connection', 'close').end('a')],
    [
      'of HTTP/1.0',
      (answer: ServerResponse) => void answer.socket?.write('HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na'),
    ],
    ['that ends with its connection', (answer: ServerResponse) => void answer.socket?.end('HTTP/1.1 200 OK\r\n\r\na')],
    [
      'kept for too short a time',
      (answer: ServerResponse) => void answer.setHeader('Keep-Alive', 'timeout=1').end('a'),
    ],
  ])('does not come of an answer %s', async (_, act) => {
    const own = await startDestination(
      (request, response) => void request.resume().on('end', () => act(response)),
      certified(),
    );
    const { dial, dialled } = internetAt(own.port);
    const { ask, kept } = rig({ dial });
    expect(await whole(ask)).toBe('a');
    await expect.poll(own.open).toBe(0);
    expect(kept()).toBe(0);
    expect(await whole(ask)).toBe('a');
    expect(dialled).toHaveLength(2);
    await own.close();
  });

  it('does not come of an answer that nobody reads to its end', async () => {
    const { ask, kept } = rig();
    for await (const _ of (await ask({ url: 'https://api.example/slow' })).body) break;
    expect(kept()).toBe(0);
  });

  it('is closed earlier than the destination closes it, and after four seconds where nothing is announced', async () => {
    let announced: string | undefined = 'timeout=7, max=9';
    const own = await startDestination((request, response) => {
      if (announced) response.setHeader('Keep-Alive', announced);
      else response.removeHeader('Keep-Alive');
      response.shouldKeepAlive = true;
      request.resume().on('end', () => response.end('a'));
    }, certified());
    for (const [said, wait] of [
      ['timeout=7, max=9', 6000],
      ['timeout=600', 30_000],
      ['max=1', 4000],
    ] as const) {
      announced = said;
      const timer = handTimer();
      const { ask, kept } = rig({ dial: internetAt(own.port).dial, after: timer.after });
      await whole(ask);
      expect(kept(), said).toBe(1);
      timer.elapse(wait);
      expect(kept(), said).toBe(0);
      await expect.poll(own.open).toBe(0);
      expect(timer.waiting()).toBe(0);
    }
    await own.close();
  });

  it('is not used any more when it is old, or when the authorities have changed', async () => {
    let now = 0;
    let ca = [authority.cert];
    const { ask, dialled } = rig({ clock: () => now, ca: () => ca });
    await whole(ask);
    now += 299_999;
    await whole(ask);
    expect(dialled).toHaveLength(1);
    now += 1;
    await whole(ask);
    expect(dialled).toHaveLength(2);
    ca = [authority.cert];
    await whole(ask);
    expect(dialled).toHaveLength(3);
  });
});

const certified = () => authority.issue(['api.example', '*.shop.example']);

describe('a destination that sends what nobody asked for', () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n';

  /** A destination that answers the first request and sends `more` with it, and one that sends it after. */
  const start = async (more: string, late: boolean) => {
    let socket: Socket | undefined;
    const own = await startDestination((request, response) => {
      request.resume().on('end', () => {
        socket = response.socket ?? undefined;
        if (late) response.end('a');
        else socket?.write(`${answer}a${more}`);
      });
    }, certified());
    return { ...own, send: () => socket?.write(more) };
  };

  it.each([
    ['a second answer', `${answer}b`],
    ['bytes', 'x'],
    ['an answer that another one announces', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('%s with the answer: the connection is not used again', async (_, more) => {
    const own = await start(more, false);
    const { dial, dialled } = internetAt(own.port);
    const { ask, kept } = rig({ dial });
    expect(await whole(ask)).toBe('a');
    await expect.poll(kept).toBe(0);
    expect(await whole(ask)).toBe('a');
    expect(dialled).toHaveLength(2);
    await own.close();
  });

  it.each([
    ['a second answer', `${answer}b`],
    ['bytes', 'x'],
  ])('%s after the answer: the connection is not used again', async (_, more) => {
    const own = await start(more, true);
    const { dial, dialled } = internetAt(own.port);
    const { ask, kept } = rig({ dial });
    expect(await whole(ask)).toBe('a');
    expect(kept()).toBe(1);
    own.send();
    await expect.poll(kept).toBe(0);
    expect(await whole(ask)).toBe('a');
    expect(dialled).toHaveLength(2);
    await own.close();
  });

  /** Two calls; bytes arrive when the first answer has come whole and nobody has read it. Gives the number of connections. */
  const unread = async (mayGoOnAfter: (bytes: Uint8Array) => boolean) => {
    const own = await start('x', true);
    const { dial, dialled } = internetAt(own.port);
    const heard = Promise.withResolvers<void>();
    const guard = (bytes: Uint8Array) => {
      heard.resolve();
      return mayGoOnAfter(bytes);
    };
    const { ask } = rig({ dial, guards: { ...egressGuards, mayGoOnAfter: guard } });
    const { body } = await ask();
    own.send();
    await heard.promise;
    expect(await read(body)).toBe('a');
    expect(await whole(ask)).toBe('a');
    await own.close();
    return dialled.length;
  };

  it('while the answer is read: the connection is not used again', async () => {
    expect(await unread(egressGuards.mayGoOnAfter)).toBe(2);
  });

  it('is used again, but for the rule about bytes that nobody asked for', async () => {
    expect(await unread(() => true)).toBe(1);
  });
});

describe('a destination that closes a kept connection just when the next request comes', () => {
  /** Closes it so that the end has been sent, and this side has not yet looked. */
  const start = async () => {
    const raw = new Set<Socket>();
    const bodies: string[] = [];
    const own = await startDestination((request, response) => {
      let body = '';
      request.on('data', (bytes) => {
        body += bytes;
      });
      request.on('end', () => {
        bodies.push(body);
        if (body === 'last') response.socket?.destroy();
        else response.end('a');
      });
    }, certified());
    own.onConnection((socket) => raw.add(socket));
    const closeNow = () => {
      for (const socket of raw) socket.resetAndDestroy();
    };
    return { ...own, bodies, closeNow };
  };

  it('gets it once, over a new connection', async () => {
    const own = await start();
    const { dial, dialled } = internetAt(own.port);
    const { ask } = rig({ dial });
    await whole(ask, { body: '1' });
    own.closeNow();
    expect(await whole(ask, { body: '2' })).toBe('a');
    expect(own.bodies).toEqual(['1', '2']);
    expect(dialled).toHaveLength(2);
    await own.close();
  });

  it('gets nothing, but for the probe', async () => {
    const own = await start();
    const { ask } = rig({ dial: internetAt(own.port).dial, guards: { ...egressGuards, probe: async () => undefined } });
    await whole(ask, { body: '1' });
    own.closeNow();
    await expect(whole(ask, { body: '2' })).rejects.toMatchObject(fault('answer'));
    expect(own.bodies).toEqual(['1']);
    await own.close();
  });

  it('never gets a request twice that it may have read', async () => {
    const own = await start();
    const { dial, dialled } = internetAt(own.port);
    const { ask } = rig({ dial });
    await whole(ask, { body: '1' });
    await expect(whole(ask, { body: 'last' })).rejects.toMatchObject(fault('answer'));
    expect(own.bodies).toEqual(['1', 'last']);
    expect(dialled).toHaveLength(1);
    await own.close();
  });
});

describe('many destinations', () => {
  it('leave a bounded number of connections open', async () => {
    // A server that closes idle connections by itself would have fewer of them on a slow machine.
    const own = await startDestination((_, response) => response.end('a'), { ...certified(), keepAliveTimeout: 0 });
    const { ask, kept } = rig({ dial: internetAt(own.port).dial });
    for (let shop = 0; shop < 80; shop += 1) await whole(ask, { url: `https://s${shop}.shop.example/` });
    expect(kept()).toBe(64);
    await expect.poll(own.open).toBe(64);
    await own.close();
  });

  /** Keeps connections that are none, and tells which were closed. */
  const keepAll = (sides: readonly { tenantId: string; name: string }[]) => {
    const closed: number[] = [];
    const timer = handTimer();
    const kept = createKept({ after: timer.after, guards: egressGuards, clock: () => 0 });
    for (const [n, side] of sides.entries()) {
      const connection = { address: '', since: 0, isOpen: true, close: () => closed.push(n), onClose: () => undefined };
      kept.keep({ ...side, context: {} } as never, connection as never, { headers: {} } as never);
    }
    return { size: kept.size(), timers: timer.waiting(), closed };
  };
  const first = (count: number) => Array.from({ length: count }, (_, n) => n);

  it('of one tenant leave its own newest open', () => {
    const sides = first(1000).map((n) => ({ tenantId: 'a', name: `s${n}.shop.example` }));
    const other = { tenantId: 'b', name: 'api.example' };
    expect(keepAll([other, ...sides])).toEqual({ size: 65, timers: 65, closed: first(937).slice(1) });
  });

  it('of many tenants leave the newest open', () => {
    const sides = first(1000).map((n) => ({ tenantId: `${n}`, name: 'api.example' }));
    expect(keepAll(sides)).toEqual({ size: 512, timers: 512, closed: first(488) });
  });
});

describe('TLS sessions', () => {
  it('are gone on with by their tenant alone', async () => {
    const reused: boolean[] = [];
    const own = await startDestination((request, response) => {
      reused.push((request.socket as TLSSocket).isSessionReused());
      response.setHeader('Connection', 'close').end('a');
    }, certified());
    const { ask } = rig({ dial: internetAt(own.port).dial });
    for (const tenantId of ['a', 'a', 'b', 'a', 'b']) await whole(ask, { tenantId });
    expect(reused).toEqual([false, true, false, true, true]);
    await own.close();
  });

  it('end after ten minutes, however often they were gone on with, so that certificates are looked at', async () => {
    let now = 0;
    const reused: boolean[] = [];
    const own = await startDestination((request, response) => {
      reused.push((request.socket as TLSSocket).isSessionReused());
      response.setHeader('Connection', 'close').end('a');
    }, certified());
    const { ask } = rig({ dial: internetAt(own.port).dial, clock: () => now });
    for (const at of [0, 599_999, 600_000]) {
      now = at;
      await whole(ask);
    }
    expect(reused).toEqual([false, true, false]);
    await own.close();
  });
});
