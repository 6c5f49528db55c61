import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { problem } from '../http/response.ts';
import { ApiError } from '../problem.ts';
import { type After, afterwards } from '../timers.ts';
import { clientAddress, type Trusted } from './client-address.ts';
import { type Lingering, lingering as usualLingering } from './close-in-stages.ts';
import { endOfTurn } from './end-of-turn.ts';
import { vaultRequestOf } from './exchange.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { answerConnect, answerUnmet, answerUnreadable } from './unreadable.ts';
import { isShort, writeAnswer } from './write-answer.ts';

/** Answers a request. `address` is that of the caller. */
export type Handler = (request: VaultRequest, from: { address: string }) => Promise<VaultResponse>;

/** A certificate chain and its private key, as PEM texts. */
export interface Tls {
  cert: string;
  key: string;
}

export interface ListenOptions {
  handle: Handler;
  host: string;
  /** 0 chooses a free port. */
  port: number;
  /** Whether other threads listen on the same port; the system then gives each of them a part of the connections. */
  shared?: boolean;
  /** Without it, the server speaks plain HTTP. */
  tls?: Tls;
  trusted: Trusted;
  /** Milliseconds that running requests may still take after the server was asked to close. */
  drain: number;
  /** Is told of each caller that was cut off because it did not read its answer. */
  cut?: (() => void) | undefined;
  /** Is told of each TLS handshake that fails, with the code that Node or OpenSSL gives. */
  handshakeFailed?: (code: string) => void;
  after?: After;
  lingering?: Lingering;
}

export interface NodeServer {
  /** Such as `http://127.0.0.1:4100`, with the actual port. */
  url: string;
  /** The actual port. */
  port: number;
  /** Stops accepting connections, lets running requests finish within `drain`, then closes the remaining connections. */
  close(): Promise<void>;
  /** Takes another certificate for new connections; those that are open keep theirs. Throws, and changes nothing, if it cannot be used. */
  renew(tls: Tls): void;
}

/** How many bytes the line and the headers of a request may have. */
const mostHeaders = 16_384;

/** Milliseconds in which a caller has to agree on TLS, and then to send line and headers of a request. */
const headTime = 10_000;

/** Limits for slow senders, in milliseconds and bytes. */
const limits: ServerOptions = {
  headersTimeout: headTime,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: mostHeaders,
  // Node would answer without a word. `vaultRequestOf` finds no URL in such a request.
  requireHostHeader: false,
  // Of a request that says nothing of a body, which most are, the stream is closed at once and not taken through its events.
  optimizeEmptyRequests: true,
};

/** The answer after a defect of the vault. It does not contain the error's message. */
const defect = () => problem(new ApiError('internal', 'The request could not be answered.'), randomUUID());

/** TLS 1.2 is the oldest version that PCI DSS accepts. */
const withVersion = (tls: Tls) => ({ ...tls, minVersion: 'TLSv1.2' }) as const;

/** Keeps a socket in a set while it is open. */
const keep = (socket: Socket, open: Set<Socket>): void => {
  open.add(socket);
  socket.once('close', () => open.delete(socket));
};

/** Serves a handler over node:http or node:https. Rejects with Node's error if it cannot listen on the port. */
export const listen = async (options: ListenOptions): Promise<NodeServer> => {
  const {
    handle,
    host,
    port,
    shared = false,
    tls,
    trusted,
    drain,
    cut = () => undefined,
    handshakeFailed = () => undefined,
  } = options;
  const { after = afterwards, lingering = usualLingering } = options;
  let closing: Promise<void> | undefined;

  /** Requests whose senders wait for a word before they send the body (`Expect: 100-continue`). */
  const expecting = new WeakSet<IncomingMessage>();

  /** Requests that expect something else. */
  const unmet = new WeakSet<IncomingMessage>();

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): Promise<VaultResponse> => {
    const request = vaultRequestOf(incoming, outgoing, tls ? 'https' : 'http', () => {
      if (expecting.delete(incoming) && !outgoing.headersSent) outgoing.writeContinue();
    });
    const forwarded = incoming.headers['x-forwarded-for'];
    const hops = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    return handle(request, { address: clientAddress(incoming.socket.remoteAddress ?? '', hops, trusted) });
  };
  const write = (answered: VaultResponse, incoming: IncomingMessage, outgoing: ServerResponse): void => {
    try {
      // A kept-alive connection would stay open although the server is closing.
      writeAnswer(answered, incoming, outgoing, { last: closing !== undefined, after, lingering, cut });
    } catch {
      outgoing.destroy();
    }
  };
  const together = endOfTurn();
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    let answered: VaultResponse;
    try {
      answered = unmet.has(incoming) ? answerUnmet() : await answer(incoming, outgoing);
    } catch {
      answered = defect();
    }
    if (isShort(answered)) together(() => write(answered, incoming, outgoing));
    else write(answered, incoming, outgoing);
  };
  /** Open connections, also those on which no request can come before TLS is agreed on, which Node would wait for. */
  const connections = new Set<Socket>();
  /** Those on which requests can come. */
  const ready = new Set<Socket>();
  /** The last answer of each connection. */
  const answers = new WeakMap<Duplex, ServerResponse>();
  const listener = oneAtATime((incoming, outgoing) => {
    answers.set(incoming.socket, outgoing);
    void serve(incoming, outgoing);
  });
  const secure = tls && createTlsServer({ ...limits, ...withVersion(tls), handshakeTimeout: headTime }, listener);
  secure?.on('tlsClientError', (error: NodeJS.ErrnoException) => handshakeFailed(error.code ?? 'unknown'));
  const server = secure ?? createServer(limits, listener);
  server.on('connection', (socket: Socket) => keep(socket, connections));
  server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => keep(socket, ready));
  server.on('checkExpectation', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    unmet.add(incoming);
    listener(incoming, outgoing);
  });
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    expecting.add(incoming);
    listener(incoming, outgoing);
  });
  const ended = new WeakSet<Duplex>();
  /** Writes the last answer of a connection, on which no request can be read any more. */
  const endWith = (socket: Duplex, write: () => void): void => {
    const last = answers.get(socket);
    // An answer that has begun would go on in the middle of this one.
    if (!socket.writable || (last?.headersSent && !last.writableFinished)) return void socket.destroy();
    ended.add(socket);
    write();
    // Closed at once, the connection would be reset, and the answer lost (RFC 9112 §9.6).
    socket.once(
      'close',
      after(lingering.milliseconds, () => socket.destroy()),
    );
  };
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    // What still arrives cannot be read either.
    if (ended.has(socket)) return;
    if (code === 'ECONNRESET') return void socket.destroy();
    endWith(socket, () => answerUnreadable(code, socket, mostHeaders));
  });
  server.on('connect', (_, socket: Duplex) => {
    // Node has let go of the connection: what arrives and fails on it is ours.
    socket.on('error', () => socket.destroy()).resume();
    endWith(socket, () => answerConnect(socket));
  });
  server.listen({ port, host, reusePort: shared });
  await once(server, 'listening');

  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    // Browsers open connections that they may need. Node closes those alone on which a request has been answered.
    for (const socket of ready) if (socket.bytesRead === 0) socket.destroy();
    const cut = setTimeout(() => {
      for (const socket of connections) socket.destroy();
    }, drain);
    await closed;
    clearTimeout(cut);
  };

  const bound = server.address();
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    port: boundPort,
    url: `${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${boundPort}`,
    close: () => {
      closing ??= close();
      return closing;
    },
    renew: (next) => {
      // Tried first on its own, because a server that is given an unusable pair would keep half of it.
      createSecureContext(withVersion(next));
      secure?.setSecureContext(withVersion(next));
    },
  };
};
