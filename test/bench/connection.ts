import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** One answer: its status and its body. */
export interface Answer {
  status: number;
  body: string;
}

/** A keep-alive HTTP/1.1 connection with at most one request in flight. */
export interface Connection {
  send(request: Buffer): Promise<Answer>;
  close(): void;
}

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

const unchunked = (text: string): string => {
  let body = '';
  for (let at = 0; ; ) {
    const lineEnd = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (!(size > 0)) return body;
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 2 + size + 2;
  }
};

/** Parses an answer, or returns nothing while part of it is missing. */
const parse = (bytes: Buffer): Answer | undefined => {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const start = end + headEnd.length;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length !== undefined) {
    if (bytes.length < start + Number(length)) return undefined;
    return { status, body: bytes.toString('utf8', start) };
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, body: '' };
  const complete = bytes.subarray(-lastChunk.length).equals(lastChunk);
  return complete ? { status, body: unchunked(bytes.toString('latin1', start)) } : undefined;
};

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/**
 * Opens a connection, over TLS where the origin says so. Written by hand because the generator runs on the machine that it measures: a general HTTP client uses as much
 * processor time as the server, this one a tenth of that.
 */
export const openConnection = async (origin: string, authority?: string): Promise<Connection> => {
  const { protocol, hostname, port } = new URL(origin);
  const isTls = protocol === 'https:';
  const to = { host: hostname, port: Number(port), noDelay: true };
  const socket: Socket = isTls
    ? connectTls({ ...to, servername: hostname, ...(authority !== undefined && { ca: authority }) })
    : connect(to);
  let waiting: Waiting | undefined;
  let received: Buffer[] = [];

  socket.on('data', (bytes) => {
    received.push(bytes);
    const all = received.length === 1 ? bytes : Buffer.concat(received);
    const answer = parse(all);
    received = answer ? [] : [all];
    if (answer) waiting?.resolve(answer);
  });
  const fail = (error: Error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed the connection.')));
  await new Promise<void>((resolve, reject) => {
    socket.once(isTls ? 'secureConnect' : 'connect', resolve);
    socket.once('error', reject);
  });

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
};
