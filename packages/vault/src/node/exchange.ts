import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { VaultRequest } from '../http/messages.ts';

/**
 * A valid Host header: a name or an address, with an optional port. No other characters, since they could end the host of a URL
 * early.
 */
const host = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The host that a request names. HTTP/1.0 has no Host header, and health checks of load balancers still speak it: such a request is
 * for the address that it was sent to.
 */
const hostOf = ({ headers, httpVersion, socket }: IncomingMessage): string => {
  if (headers.host !== undefined || httpVersion !== '1.0') return headers.host ?? '';
  const { localAddress = '', localPort } = socket;
  return `${isIPv6(localAddress) ? `[${localAddress}]` : localAddress}:${localPort}`;
};

/**
 * Begins of URLs (`http://vault.example`) that have been found to be right, the last few. Whatever path follows one makes a URL, so most
 * requests need not be looked at twice.
 */
const known = new Set<string>();
const mostKnown = 100;

const isOrigin = (scheme: string, named: string): boolean => {
  const origin = `${scheme}://${named}`;
  if (known.has(origin)) return true;
  if (!host.test(named) || !URL.canParse(origin)) return false;
  if (known.size >= mostKnown) known.clear();
  known.add(origin);
  return true;
};

/** Whether a request names its host more than once: Node takes the first, and a server in front of the vault may have taken another (RFC 9112 §3.2). */
const hasSecondHost = ({ rawHeaders }: IncomingMessage): boolean => {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
};

/** The URL of a request, or `undefined` if request line and Host do not form one. */
const urlOf = (incoming: IncomingMessage, scheme: 'http' | 'https'): string | undefined => {
  const { url: target = '' } = incoming;
  const named = hostOf(incoming);
  if (named === '' || hasSecondHost(incoming)) return undefined;
  if (target.startsWith('/') && isOrigin(scheme, named)) return `${scheme}://${named}${target}`;
  return /^https?:/i.test(target) && URL.canParse(target) ? target : undefined;
};

const field = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value.join(', ') : value) ?? null;

/** A class for the same reason as `NodeRequest`. */
class NodeHeaders {
  readonly #incoming: IncomingMessage;

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
  }

  get(name: string): string | null {
    return field(this.#incoming.headers[name.toLowerCase()]);
  }

  *[Symbol.iterator](): Generator<[string, string]> {
    const { rawHeaders } = this.#incoming;
    for (let at = 0; at < rawHeaders.length; at += 2) yield [rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''];
  }
}

/** Aborts when the connection of an answer closes before the answer was written. */
const goneSignal = (outgoing: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  const end = () => {
    if (!outgoing.writableFinished) gone.abort();
  };
  if (outgoing.destroyed) end();
  else outgoing.once('close', end);
  return gone.signal;
};

/** The body of a request that has none. */
const nothing: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};

/** A body that Node reads from the connection. `wanted` is called when that begins. */
async function* bodyOf(incoming: IncomingMessage, wanted: () => void): AsyncGenerator<Uint8Array> {
  wanted();
  // Head and body mostly arrive together, and a handler can come here between the two.
  if (!incoming.complete) await otherWork();
  if (!incoming.complete) {
    // Without this, Node would close the connection when reading stops, and no answer could be sent.
    yield* incoming.iterator({ destroyOnReturn: false });
    return;
  }
  // Most bodies are there whole: to set up and end a loop over the stream takes longer than all else that is done to read one.
  const whole: Uint8Array | null = incoming.read();
  if (whole !== null) yield whole;
}

/** Whether a request says that a body follows (RFC 9112 §6.3). Of one that says nothing of it, Node has closed the stream (`server.ts`). */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

/**
 * A request that Node has read. Its signal is made when it is asked for, because few requests need it. It is a class, since an object
 * literal with a getter gets a hidden class of its own each time: the engine keeps these among old objects, with the getter and all that
 * it refers to, so that no request would be collected while it is young.
 */
class NodeRequest implements VaultRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: VaultRequest['headers'];
  readonly body: VaultRequest['body'];
  readonly #outgoing: ServerResponse;
  #signal: AbortSignal | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, url: string, wanted: () => void) {
    this.method = incoming.method ?? 'GET';
    this.url = url;
    this.headers = new NodeHeaders(incoming);
    this.body = hasBody(incoming) ? bodyOf(incoming, wanted) : nothing;
    this.#outgoing = outgoing;
  }

  get signal(): AbortSignal {
    this.#signal ??= goneSignal(this.#outgoing);
    return this.#signal;
  }
}

/** The record of a request that Node has read. `wanted` is called when the body starts to be read. */
export const vaultRequestOf = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  scheme: 'http' | 'https',
  wanted: () => void,
): VaultRequest => new NodeRequest(incoming, outgoing, urlOf(incoming, scheme) ?? '', wanted);
