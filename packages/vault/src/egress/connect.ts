import { once } from 'node:events';
import { isIP, connect as openTcp, type Socket } from 'node:net';
import { connect as openTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { Destination } from './destination.ts';
import { EgressError } from './egress-error.ts';
import type { EgressGuards } from './egress-guards.ts';
import { openTunnel, type UpstreamProxy } from './upstream-proxy.ts';

/** Opens a connection to an address. */
export type Dial = (address: string, port: number) => Socket;

/** Plain TCP. */
export const dialTcp: Dial = (host, port) => openTcp({ host, port, noDelay: true });

export interface ConnectOptions {
  dial: Dial;
  upstream?: UpstreamProxy | undefined;
  /** Which authorities are believed, and which versions of TLS. */
  context: SecureContext;
  /** A TLS session to go on with, so that the handshake takes less. */
  session?: Buffer | undefined;
  /** Is told of sessions that later connections to the same destination may go on with. */
  remember(session: Buffer, continued: boolean): void;
  signal: AbortSignal;
  guards: EgressGuards;
}

/**
 * Destroys a socket when time is up, so that whoever waits for it hears of it. Gives back what ends this: a connection outlives the
 * request that it was made for.
 */
export const endWith = (socket: Socket, signal: AbortSignal): (() => void) => {
  const end = () => socket.destroy();
  const spare = () => signal.removeEventListener('abort', end);
  signal.addEventListener('abort', end, { once: true });
  socket.once('close', spare);
  if (signal.aborted) end();
  return () => {
    socket.off('close', spare);
    spare();
  };
};

const reach = async (address: string, { host, port }: Destination, options: ConnectOptions): Promise<Socket> => {
  const { dial, upstream, signal, guards } = options;
  const socket = upstream ? dial(upstream.host, upstream.port) : dial(address, port);
  // Those who wait hear of an error; one that comes while nobody waits must not end the process.
  socket.on('error', () => undefined);
  const spare = endWith(socket, signal);
  try {
    if (socket.connecting) await once(socket, 'connect', { signal });
    if (upstream) return await openTunnel(socket, upstream, address, port, signal);
    // What was checked is where the bytes go, whatever lies between this line and the network.
    if (guards.sameAddress(address, socket.remoteAddress)) return socket;
    throw new EgressError('address', `The connection to ${host} did not lead to the address that was checked.`);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    spare();
  }
};

/** What Node calls the faults of a certificate, in words. */
const certificateFaults = new Map([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host'],
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['CERT_NOT_YET_VALID', 'is not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'comes from an unknown authority'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'comes from an unknown authority'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'comes from an unknown authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'comes from an unknown authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'comes from an unknown authority'],
  ['INVALID_CA', 'comes from an unknown authority'],
  // Of trusted authorities that have one name and no key identifiers, OpenSSL tries the first alone.
  ['CERT_SIGNATURE_FAILURE', 'was not signed by the trusted authority of the name that it gives'],
  ['INVALID_PURPOSE', 'is not one of a server'],
]);

const tlsError = (host: string, error: unknown): EgressError => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const fault = certificateFaults.get(code);
  return new EgressError(
    'tls',
    fault
      ? `The certificate of ${host} ${fault}.`
      : `No TLS connection of version 1.2 or newer could be made to ${host}.`,
  );
};

const secure = async (socket: Socket, { host }: Destination, options: ConnectOptions): Promise<TLSSocket> => {
  const tls = openTls({
    socket,
    // SNI carries names only (RFC 6066 §3); the host is what the certificate is held against.
    servername: isIP(host) === 0 ? host : '',
    host,
    secureContext: options.context,
    // Said aloud, because NODE_TLS_REJECT_UNAUTHORIZED would otherwise decide.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(options.session && { session: options.session }),
  });
  tls.on('error', () => undefined);
  tls.on('session', (session) => options.remember(session, tls.isSessionReused()));
  const spare = endWith(tls, options.signal);
  try {
    await once(tls, 'secureConnect', { signal: options.signal });
    return tls;
  } catch (error) {
    tls.destroy();
    socket.destroy();
    throw tlsError(host, error);
  } finally {
    spare();
  }
};

/** How many addresses of one name are tried. */
const tried = 4;

/** A connection, and the address that it was made to. */
export interface Connected {
  socket: TLSSocket;
  address: string;
}

/**
 * A TLS connection to one of the addresses, tried in turn; the first that accepts is the one. Throws `EgressError` of kind
 * `connect`, `address` or `tls`, or the reason of the signal.
 */
export const connect = async (
  destination: Destination,
  addresses: readonly string[],
  options: ConnectOptions,
): Promise<Connected> => {
  for (const address of addresses.slice(0, tried)) {
    const socket = await reach(address, destination, options).catch((error: unknown) => {
      options.signal.throwIfAborted();
      if (error instanceof EgressError) throw error;
    });
    if (!socket) continue;
    const tls = await secure(socket, destination, options).catch((error: unknown) => {
      options.signal.throwIfAborted();
      throw error;
    });
    return { socket: tls, address };
  }
  throw new EgressError('connect', `${destination.host} does not accept connections.`);
};
