import type { Socket } from 'node:net';
import { EgressError } from './egress-error.ts';

/** A proxy of the operator through which everything leaves (RFC 9110 §9.3.6, CONNECT). */
export interface UpstreamProxy {
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string;
}

/** Reads `http://user:password@proxy.internal:3128`. Throws a `TypeError` whose message repeats nothing of it. */
export const parseUpstreamProxy = (text: string): UpstreamProxy => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new TypeError('write it as http://host:port, or http://user:password@host:port');
  }
  const credentials = [url.username, url.password].map(decodeURIComponent).join(':');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 80),
    ...(credentials !== ':' && { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
  };
};

/** Longest answer to CONNECT that is read. */
const longest = 8192;

const refused = () => new EgressError('connect', 'The proxy of the operator did not open a connection.');

/** The head of the proxy's answer. What follows it belongs to the tunnel. */
const readHead = async (socket: Socket, signal: AbortSignal): Promise<string> => {
  let head = '';
  while (!head.endsWith('\r\n\r\n')) {
    const byte: unknown = socket.read(1);
    if (byte instanceof Uint8Array) head += String.fromCharCode(...byte);
    else await readable(socket, signal);
    if (head.length > longest) throw refused();
  }
  return head;
};

const readable = (socket: Socket, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (run: () => void) => () => {
      socket.off('readable', ready).off('end', fail).off('close', fail).off('error', fail);
      signal.removeEventListener('abort', fail);
      run();
    };
    const ready = settle(resolve);
    const fail = settle(() => reject(refused()));
    socket.on('readable', ready).on('end', fail).on('close', fail).on('error', fail);
    signal.addEventListener('abort', fail);
    if (socket.destroyed || signal.aborted) fail();
  });

/** Asks the proxy for a connection to an address that was checked here, so that it has no name to look up again. */
export const openTunnel = async (
  socket: Socket,
  { authorization }: UpstreamProxy,
  address: string,
  port: number,
  signal: AbortSignal,
): Promise<Socket> => {
  const authority = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  const credentials = authorization ? `Proxy-Authorization: ${authorization}\r\n` : '';
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`);
  const head = await readHead(socket, signal);
  if (!/^HTTP\/1\.[01] 2\d\d[ \r]/.test(head)) throw refused();
  return socket;
};
