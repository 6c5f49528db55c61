import type { After } from '../timers.ts';
import { createAddresses, type Resolve } from './addresses.ts';
import type { Destinations } from './allow-list.ts';
import { isStreamed, type StreamedBody } from './body.ts';
import { connect, type Dial, dialTcp } from './connect.ts';
import { Connection } from './connection.ts';
import { type Destination, readDestination } from './destination.ts';
import { EgressError } from './egress-error.ts';
import { type EgressGuards, egressGuards } from './egress-guards.ts';
import { exchange, type Over } from './exchange.ts';
import { type HeaderList, outgoing, token } from './headers.ts';
import { createKept, type Side } from './kept.ts';
import { createSessions } from './sessions.ts';
import { type Authorities, createTrust } from './trust.ts';
import type { UpstreamProxy } from './upstream-proxy.ts';

/** Caps of one request. */
export interface EgressLimits {
  /** Milliseconds for name, connection and TLS together. */
  connect: number;
  /** Milliseconds from there until the head of the answer has come. */
  answer: number;
  /** Milliseconds for everything, the last byte of the answer included. */
  total: number;
  /** Bytes of the body that is sent. */
  requestBytes: number;
  /** Bytes of the body that comes back. */
  answerBytes: number;
}

export const defaultEgressLimits: EgressLimits = {
  connect: 10_000,
  answer: 25_000,
  total: 60_000,
  requestBytes: 2_097_152,
  answerBytes: 10_485_760,
};

export interface EgressOptions {
  resolve: Resolve;
  after: After;
  destinations: Destinations;
  upstream?: UpstreamProxy | undefined;
  /** Authorities to believe destinations by; Node's own when not given. */
  ca?: Authorities | undefined;
  limits?: Partial<EgressLimits>;
  /** Requests that one tenant may have under way; 256 when not given. */
  perTenant?: number;
  /** How connections are opened; plain TCP when not given. */
  dial?: Dial;
  guards?: EgressGuards;
  /** Milliseconds of a clock that never goes back. */
  clock?: () => number;
}

export interface EgressRequest {
  tenantId: string;
  url: string | URL;
  method: string;
  /** Those of the connection (`Host`, `Content-Length`, `Transfer-Encoding` and their like) are left out. */
  headers: HeaderList;
  /** Text is sent as UTF-8. A streamed body has the bound that its sender gives it. */
  body?: Uint8Array | string | StreamedBody;
  /** Ends the request early, with an `EgressError` of kind `aborted`. */
  signal?: AbortSignal;
  limits?: Partial<EgressLimits>;
}

export interface EgressAnswer {
  status: number;
  /** Names in lower case, in order; those of the connection are left out. */
  headers: [name: string, value: string][];
  /** As it came: nothing is unpacked. Ends with an `EgressError`. Whoever stops reading closes the connection. */
  body: AsyncIterable<Uint8Array>;
}

/** Sends requests to hosts that customers name (docs/architecture.md §2.11). The proxy, reactors and webhooks use it. */
export interface Egress {
  /** Where a URL leads, if requests of this tenant may go there at all. Throws `EgressError` of kind `url` or `not-allowed`. */
  destination(tenantId: string, url: string | URL): Destination;
  /** Looks the host up as a request would. Rejects with `EgressError` where requests of this tenant may not go, or the name leads nowhere. */
  check(tenantId: string, url: string | URL): Promise<void>;
  /** Sends a request. Redirects are answers like any other. Rejects with `EgressError` only, or with what a streamed body throws. */
  fetch(request: EgressRequest): Promise<EgressAnswer>;
  /** Connections that wait for their next request. */
  kept(): number;
  /** Closes them; later requests each have a connection of their own. */
  close(): void;
}

/** How many requests each tenant has under way. */
const slots = (most: number) => {
  const taken = new Map<string, number>();
  return (tenantId: string): (() => void) => {
    const now = taken.get(tenantId) ?? 0;
    if (now >= most)
      throw new EgressError('busy', `More than ${most} requests are under way; wait until one has ended.`);
    taken.set(tenantId, now + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (taken.get(tenantId) ?? 1) - 1;
      if (left > 0) taken.set(tenantId, left);
      else taken.delete(tenantId);
    };
  };
};

const timeout = (host: string, what: string) => new EgressError('timeout', `${host} ${what} in time.`);

const bytesOf = (body: EgressRequest['body'], most: number): Uint8Array | StreamedBody => {
  if (typeof body === 'object' && isStreamed(body)) return body;
  const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array());
  if (bytes.byteLength > most) throw new EgressError('too-large', `The request is larger than ${most} bytes.`);
  return bytes;
};

export const createEgress = (options: EgressOptions): Egress => {
  const { resolve, after, destinations, upstream, dial = dialTcp, guards = egressGuards } = options;
  const { clock = () => performance.now() } = options;
  const take = slots(options.perTenant ?? 256);
  const addressesOf = createAddresses({ resolve, guards, clock });
  const trust = createTrust(options.ca);
  // Reading many authorities takes time that no request should wait for, and shows now whether they can be read.
  if (options.ca) trust();
  const sessions = createSessions(clock);
  const kept = createKept({ after, guards, clock });

  const destination: Egress['destination'] = (tenantId, url) => {
    const found = readDestination(url, destinations.loopback);
    if (destinations.allowed(tenantId, found.name)) return found;
    throw new EgressError('not-allowed', `The operator of this vault does not allow requests to ${found.host}.`);
  };

  const fetch: Egress['fetch'] = async ({ tenantId, url, method, headers, body, signal: given, limits: own }) => {
    const to = destination(tenantId, url);
    const limits = { ...defaultEgressLimits, ...options.limits, ...own };
    if (!token.test(method)) throw new EgressError('request', 'The method of the request is not valid.');
    const request = { method, headers: outgoing(headers), body: bytesOf(body, limits.requestBytes) };
    const release = take(tenantId);

    const ending = new AbortController();
    const { signal } = ending;
    const abort = () => ending.abort(new EgressError('aborted', `The request to ${to.host} was given up.`));
    given?.addEventListener('abort', abort);
    if (given?.aborted) abort();
    const stops = [after(limits.total, () => ending.abort(timeout(to.host, 'did not finish')))];
    const end = () => {
      for (const stop of stops) stop();
      given?.removeEventListener('abort', abort);
      release();
    };
    /** Runs a part that has a time of its own. */
    const within = async <T>(milliseconds: number, what: string, run: () => Promise<T>): Promise<T> => {
      const stop = after(milliseconds, () => ending.abort(timeout(to.host, what)));
      const over = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      try {
        signal.throwIfAborted();
        return await Promise.race([run(), over]);
      } finally {
        stop();
      }
    };

    try {
      const side: Side = { tenantId, name: to.name, context: trust() };
      const connection = await within(limits.connect, 'did not accept a connection', async () => {
        const addresses = await addressesOf(to).catch((error: unknown) => {
          kept.drop(side);
          throw error;
        });
        signal.throwIfAborted();
        const found = (await kept.take(side, addresses)) ?? (await open(side, to, addresses, signal));
        if (!signal.aborted) return found;
        found.close();
        throw signal.reason;
      });
      const over: Over = (answer) => {
        end();
        return answer !== undefined && kept.keep(side, connection, answer);
      };
      return await within(limits.answer, 'did not answer', () =>
        exchange(connection, to, request, { most: limits.answerBytes, signal, over, guards }),
      );
    } catch (error) {
      end();
      throw error;
    }
  };

  /** A new connection, whose TLS session goes on where the tenant's last one to this destination ended. */
  const open = async (side: Side, to: Destination, addresses: readonly string[], signal: AbortSignal) => {
    const { context } = side;
    const { socket, address } = await connect(to, addresses, {
      dial,
      upstream: to.loopback ? undefined : upstream,
      context,
      session: sessions.of(side),
      remember: (session, continued) => sessions.remember(side, session, continued),
      signal,
      guards,
    });
    return new Connection(socket, address, clock(), guards);
  };

  const check: Egress['check'] = async (tenantId, url) => void (await addressesOf(destination(tenantId, url)));

  return { destination, check, fetch, kept: kept.size, close: kept.close };
};
