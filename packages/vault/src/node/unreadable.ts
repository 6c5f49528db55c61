import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { VaultResponse } from '../http/messages.ts';
import { json, problem } from '../http/response.ts';
import { ApiError } from '../problem.ts';

const plainProblem = (status: number, detail: string): VaultResponse =>
  json(status, JSON.stringify({ title: STATUS_CODES[status], status, detail }), {
    'Content-Type': 'application/problem+json',
  });

/** What is said of a request that Node cannot read, by the code of its error. Nothing of the request is repeated. */
const answers: Readonly<Record<string, (most: number) => VaultResponse>> = {
  HPE_HEADER_OVERFLOW: (most) =>
    plainProblem(431, `The request line and the headers may have ${most} bytes together. Send fewer or shorter ones.`),
  ERR_HTTP_REQUEST_TIMEOUT: () => plainProblem(408, 'The request did not arrive in time. Send it again.'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: () =>
    plainProblem(413, 'The extensions of the chunks of the body are too long. Send the body without.'),
};

const malformed = (): VaultResponse =>
  problem(
    new ApiError('malformed-request', 'What arrived is no request of HTTP/1.1, or its headers contradict each other.'),
    randomUUID(),
  );

/** The answer to a request that expects what this server knows nothing of (RFC 9110 §10.1.1). */
export const answerUnmet = (): VaultResponse =>
  plainProblem(417, 'The header Expect may say 100-continue alone. Send the request without it.');

/** Writes an answer past Node, which gives no `ServerResponse` for it, and ends the connection. */
const writeLast = ({ status, headers, body }: VaultResponse, socket: Duplex): void => {
  const text = String(body ?? '');
  const fields = { ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(text) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n'));
};

/**
 * Answers what Node cannot read as a request, which no handler gets to see, and ends the connection: where the next request would begin,
 * nobody knows. `most` is how many bytes headers may have.
 */
export const answerUnreadable = (code: string | undefined, socket: Duplex, most: number): void =>
  writeLast((answers[code ?? ''] ?? malformed)(most), socket);

/** Answers `CONNECT`, by which a caller asks for a tunnel to somewhere else, and ends the connection: what follows belongs to the tunnel. */
export const answerConnect = (socket: Duplex): void => {
  const headers = { Allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' };
  const detail = 'This is no proxy that opens tunnels (CONNECT); see /openapi.json.';
  writeLast(problem(new ApiError('method-not-allowed', detail, { headers }), randomUUID()), socket);
};
