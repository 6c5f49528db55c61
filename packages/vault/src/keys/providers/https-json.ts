import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { RootKeyError } from '../errors.ts';

/** An answer of a key service. */
export interface JsonAnswer {
  status: number;
  /** What its JSON says, or nothing if it is no JSON. */
  body: unknown;
  text: string;
  /** When the service says that it answered, in milliseconds since the epoch. */
  date: number | undefined;
  /** Milliseconds after which the service wants to be asked again, where it says so. */
  retryAfter: number | undefined;
}

export interface JsonService {
  /** The origin, such as `https://bao.example:8200`. The metadata service of a machine, on an address of that machine alone, has `http://`. */
  origin: string;
  /** Certificate authorities to believe in place of the usual ones (PEM). */
  ca?: string | undefined;
  /** Milliseconds for a whole exchange; ten seconds by default. */
  patience?: number | undefined;
}

/** The address in a text, if it is one of a service. `localhost:8080` is none: it reads as a path of the scheme `localhost`. */
export const httpAddress = (text: string): URL | undefined => {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
};

/** A wrapped key in JSON takes a few hundred bytes; what is longer is not read. */
const most = 65_536;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Kept connections to one service. */
const mostConnections = 4;

/** A kept connection that the other side had closed, or was about to. */
class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
  readonly code = 'ECONNRESET';
}

/** What JSON holds under property names, one inside the other. */
export const valueAt = (json: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined,
    json,
  );

/** The text that JSON holds there, or an empty one: what is no text may not even let itself be turned into one. */
export const textAt = (json: unknown, ...names: readonly string[]): string => {
  const value = valueAt(json, ...names);
  return typeof value === 'string' ? value : '';
};

/** The number that JSON holds there, also as a text. */
export const numberAt = (json: unknown, name: string): number => {
  const value = valueAt(json, name);
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
};

const codeOf = (error: unknown): string => {
  if (error instanceof Error && error.name === 'AbortError') return 'no answer in time';
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer that could be read';
};

const dateOf = (header: string | undefined): number | undefined => {
  const date = Date.parse(header ?? '');
  return Number.isNaN(date) ? undefined : date;
};

/** Milliseconds that `Retry-After` names (RFC 9110 §10.2.3): seconds, or a time, which counts from the time in the same answer on. */
const retryAfterOf = (header: string | undefined, date: number | undefined): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = dateOf(header);
  return at === undefined || date === undefined ? undefined : Math.max(0, at - date);
};

const json = { 'Content-Type': 'application/json' };

/**
 * Sends JSON, or text of a type that the headers name, to a key service: over TLS with a verified certificate, unless the origin says
 * `http://`. Follows no redirect. Rejects with `RootKeyError` of code `unavailable`, which quotes nothing that was sent or received.
 */
export const jsonService = ({ origin, ca, patience = 10_000 }: JsonService) => {
  const isPlain = origin.startsWith('http:');
  const keeping = { keepAlive: true, maxSockets: mostConnections, timeout: patience };
  // Said aloud, because NODE_TLS_REJECT_UNAUTHORIZED would otherwise decide.
  const verifying = { rejectUnauthorized: true, ...(ca !== undefined && { ca }) };
  const agent = isPlain ? new PlainAgent(keeping) : new Agent({ ...keeping, ...verifying });
  const start = isPlain ? plainRequest : request;

  const once = (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    headers: Record<string, string>,
    body?: string | object,
  ) =>
    new Promise<JsonAnswer>((resolve, reject) => {
      const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '');
      const sent = start(
        // Joined as texts: a path that begins with two slashes would name another host.
        new URL(`${origin}${path}`),
        {
          ...{ method, agent, signal: AbortSignal.timeout(patience) },
          headers: {
            ...headers,
            ...(typeof body === 'object' && json),
            ...(text !== '' && { 'Content-Length': Buffer.byteLength(text) }),
          },
        },
        (response) => {
          let received = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            received += chunk;
            if (received.length > most) response.destroy(new Error('The answer is too long.'));
          });
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0, headers: about } = response;
            const date = dateOf(about.date);
            const retryAfter = retryAfterOf(about['retry-after'], date);
            resolve({ status, body: parsed(received), text: received, date, retryAfter });
          });
        },
      );
      sent.on('error', (error) => {
        const isStale = sent.reusedSocket && 'code' in error && /^(ECONNRESET|EPIPE)$/.test(String(error.code));
        reject(isStale ? new StaleConnection() : error);
      });
      // An answer that changes the protocol ends the connection, and is told as nothing else.
      sent.on('upgrade', (_, socket) => {
        socket.destroy();
        reject(new Error('The answer changes the protocol.'));
      });
      sent.end(text);
    });

  return {
    send: async (...call: Parameters<typeof once>): Promise<JsonAnswer> => {
      for (let kept = mostConnections; ; kept--) {
        try {
          return await once(...call);
        } catch (error) {
          // What is asked of a key service changes nothing there, so it can be asked again; all that were kept may have been closed.
          if (error instanceof StaleConnection && kept > 0) continue;
          throw new RootKeyError('unavailable', `${origin} cannot be reached (${codeOf(error)}).`);
        }
      }
    },
  };
};

export type JsonClient = ReturnType<typeof jsonService>;
