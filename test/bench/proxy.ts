import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { dataFolder, initVault, makeApplication, serveVault } from '../processes/vault-process.ts';
import { count, milliseconds, type Table } from './table.ts';
import { call } from './vault.ts';

/** A way to send a charge to the destination. */
type Send = () => Promise<number>;

/** Parts into which the calls of each way are cut, so that what else happens on the machine happens to all ways. */
const turns = 10;

/** Calls side by side. */
const lanes = 16;

const once = async (send: Send): Promise<number> => {
  const started = performance.now();
  const status = await send();
  if (status !== 200) throw new Error(`A charge was answered ${status}.`);
  return performance.now() - started;
};

/** The latency of calls one after the other, and calls per second side by side, of several ways in turns. */
const measure = async (ways: Record<string, Send>, calls: number) => {
  const found = Object.entries(ways).map(([what, send]) => ({ what, send, latencies: [] as number[], elapsed: 0 }));
  for (const { send } of found) for (let warm = 0; warm < 20; warm += 1) await once(send);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { send, latencies } of found) {
      for (let done = 0; done < calls / turns; done += 1) latencies.push(await once(send));
    }
  }
  const each = Math.ceil(calls / turns / lanes);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const way of found) {
      const started = performance.now();
      const lane = async () => {
        for (let done = 0; done < each; done += 1) await once(way.send);
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      way.elapsed += performance.now() - started;
    }
  }
  return found.map(({ what, latencies, elapsed }) => ({
    what,
    p50: latencies.sort((a, b) => a - b)[Math.floor(latencies.length / 2)] ?? 0,
    perSecond: (turns * lanes * each * 1000) / elapsed,
  }));
};

const charge = (number: string) => JSON.stringify({ amount: 4200, card: { number, expiration_month: '12' } });

/** Compares a charge that is sent to a destination on this machine directly with one through the proxy, with the number in a token. */
export const proxyOverhead = async (calls: number): Promise<Table> => {
  const authority = certificateAuthority();
  const destination = await startDestination(
    (incoming, outgoing) => {
      incoming.resume().on('end', () => outgoing.end('{"paid":true}'));
    },
    authority.issue(['localhost']),
  );
  const url = `https://localhost:${destination.port}`;
  const folder = dataFolder();
  const own = mkdtempSync(join(tmpdir(), 'tessera-bench-proxy-'));
  const ca = join(own, 'authority.pem');
  writeFileSync(ca, authority.cert);
  const { key: management } = await initVault(folder.path);
  const vault = await serveVault(
    folder.path,
    [],
    [...['--rate', '1000000', '--egress-ca', ca], ...['--allowed-destinations', `localhost:${destination.port}`]],
  );
  try {
    const permissions = ['token:pci:create', 'token:pci:use:proxy'];
    const key = await makeApplication(vault, management, 'server_to_server', permissions);
    const server = { origin: vault.origin, used: () => 0, stop: async () => undefined };
    const card = { type: 'card_number', data: '4242424242424242' };
    const { id } = await call<{ id: string }>(server, key, 'POST', '/tokens', card);

    const direct =
      (agent: Agent | false): Send =>
      () =>
        new Promise((resolve, reject) => {
          const headers = { 'content-type': 'application/json' };
          const sent = request(url, { method: 'POST', ca: authority.cert, agent, headers }, (answer) => {
            answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
          });
          sent.on('error', reject).end(charge('4242424242424242'));
        });
    const proxied: Send = async () => {
      const response = await fetch(`${vault.origin}/proxy`, {
        method: 'POST',
        headers: { 'bt-api-key': key, 'bt-proxy-url': url, 'content-type': 'application/json' },
        body: charge(`{{ ${id} }}`),
      });
      await response.arrayBuffer();
      return response.status;
    };
    const store = async (more: object): Promise<Send> => {
      const wish = { name: 'Bench', destination_url: url, ...more };
      const stored = await call<{ key: string }>(server, management, 'POST', '/proxies', wish);
      return async () => {
        const response = await fetch(`${vault.origin}/proxy`, {
          method: 'POST',
          headers: { 'bt-api-key': key, 'bt-proxy-key': stored.key, 'content-type': 'application/json' },
          body: charge(`{{ ${id} }}`),
        });
        await response.arrayBuffer();
        return response.status;
      };
    };
    const mask = { type: 'mask', matcher: 'regex', expression: '(\\d{12})\\d{4}', replacement: '*' };
    const kept = new Agent({ keepAlive: true });
    const results = await measure(
      {
        'straight, a connection each': direct(false),
        'straight, kept connections': direct(kept),
        'through the proxy': proxied,
        'through a stored proxy': await store({}),
        'through one that masks the answer': await store({ response_transforms: [mask] }),
      },
      calls,
    );
    kept.destroy();
    const [straight, , named] = results;
    if (!straight || !named) throw new RangeError('Ways are missing.');
    return {
      title: `A charge over TLS to a destination on this machine, ${calls} calls in turns: one after the other, and 16 side by side`,
      head: ['', 'p50', 'ratio', 'to BT-PROXY-URL', 'calls a second', 'ratio'],
      rows: results.map(({ what, p50, perSecond }) => [
        what,
        milliseconds(p50),
        (p50 / straight.p50).toFixed(2),
        (p50 / named.p50).toFixed(2),
        count(perSecond),
        (perSecond / straight.perSecond).toFixed(2),
      ]),
    };
  } finally {
    await vault.kill();
    await destination.close();
    folder.remove();
    rmSync(own, { recursive: true });
  }
};
