import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { parseDestinations } from '../../egress/allow-list.ts';
import type { Egress } from '../../egress/egress.ts';
import { type EgressGuards, egressGuards } from '../../egress/egress-guards.ts';
import { certificateAuthority } from '../../egress/testing/certificates.ts';
import { handTimer, internetAt, startDestination } from '../../egress/testing/destinations.ts';
import { testEgress } from '../../egress/testing/test-egress.ts';
import { allTokens, type Rig, type Send, startRig } from '../../testing/rig.ts';
import { storageInFiles } from '../../testing/stores.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export const number = '4242424242424242';
export const card = { number, expiration_month: 3, expiration_year: 2025, cvc: '123' };

/**
 * A vault for all tests of a file, and one destination, `psp.example`, that it sends proxied requests to. `guards` are those of its way
 * out; counter-proofs take one away.
 */
export const destination = (guards: EgressGuards = egressGuards) => {
  const authority = certificateAuthority();
  const timer = handTimer();
  let rig: Rig;
  let server: Awaited<ReturnType<typeof startDestination>>;
  let key: string;
  let egress: Egress;
  const psp = {
    seen: [] as Seen[],
    act: (_: ServerResponse): void => undefined,
    /** Called for each part of a body that arrives. */
    part: (_: Buffer): void => undefined,
    /** Called when a request arrives, before it is answered. */
    arrived: async (): Promise<void> => undefined,
  };

  beforeAll(async () => {
    server = await startDestination(
      async (request, response) => {
        const parts: Buffer[] = [];
        try {
          for await (const part of request) {
            parts.push(part);
            psp.part(part);
          }
        } catch {
          // A request that breaks off is none.
          return;
        }
        const { method = '', url = '', headers } = request;
        psp.seen.push({ method, url, headers, body: Buffer.concat(parts).toString('latin1') });
        await psp.arrived();
        psp.act(response);
      },
      authority.issue(['psp.example', 'inside.example']),
    );
    egress = testEgress({
      resolve: async (host) => ({ addresses: [host === 'inside.example' ? '10.0.0.1' : '93.184.216.34'], ttl: 60 }),
      dial: internetAt(server.port).dial,
      ca: [authority.cert],
      guards,
      after: timer.after,
      limits: { answer: 25, answerBytes: 100_000 },
      destinations: parseDestinations('psp.example, other.example, inside.example'),
    });
    rig = await startRig({ place: storageInFiles(), egress });
    const use = ['general', 'pci', 'bank'].map((classification) => `token:${classification}:use:proxy`);
    key = await rig.application('server_to_server', [...allTokens(), ...use, 'token-intent:create']);
  });
  afterAll(async () => {
    await rig.close();
    await server.close();
  });
  beforeEach(() => {
    psp.seen = [];
    psp.act = (response) => response.setHeader('Content-Type', 'application/json').end('{"paid":true}');
    psp.arrived = async () => undefined;
    psp.part = () => undefined;
  });

  const create = async (data: unknown, more: object = { type: 'token' }): Promise<string> => {
    const { status, text, body } = await rig.send('POST', '/tokens', { key, body: { ...more, data } });
    if (status !== 201) throw new Error(text);
    return body.id;
  };

  /** A proxied call and what the destination saw of it. */
  const through = async (method: string, path: string, { headers, ...send }: Send = {}) => {
    const answer = await rig.send(method, `/proxy${path}`, {
      key,
      headers: { 'BT-PROXY-URL': 'https://psp.example/api', ...headers },
      ...send,
    });
    return { ...answer, sent: psp.seen.at(-1) };
  };

  /** A stored proxy to the destination, by the key that calls name it by. */
  const store = async (more: object = {}): Promise<{ id: string; key: string }> => {
    const wish = { name: 'To psp', destination_url: 'https://psp.example/api', ...more };
    const { status, text, body } = await rig.send('POST', '/proxies', { key: rig.acme.key, body: wish });
    if (status !== 201) throw new Error(text);
    return body;
  };

  /** A call of a stored proxy without an API key, unless one is given, and what the destination saw of it. */
  const via = async (stored: { key: string }, method: string, path: string, { headers, ...send }: Send = {}) => {
    const answer = await rig.send(method, `/proxy${path}`, {
      headers: { 'BT-PROXY-KEY': stored.key, ...headers },
      ...send,
    });
    return { ...answer, sent: psp.seen.at(-1) };
  };

  /** Connections to the destination that are open now. */
  const open = (): number => server.open();

  /** Closes connections that wait for their next request. */
  const closeKept = (): void => egress.close();

  return { psp, timer, open, closeKept, rig: () => rig, key: () => key, create, through, store, via };
};
