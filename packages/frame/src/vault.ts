import { type CallOptions, type ErrorCode, Failure } from '@tessera/bridge';
import { isHeaderText } from './header-text.ts';
import { isObject } from './json.ts';

/** How long the vault may take to answer, in milliseconds. */
const answerLimit = 30_000;

/**
 * How often the question about the key is repeated, a second apart, when the vault has had too many calls: the fields of one page, or customers
 * behind the same address, can make more in a second than a key in a page may.
 */
const mostRepeats = 10;

/** A request without what the frame adds: origin, key and page. */
export interface VaultRequest {
  readonly method: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The vault, called on the frame's own origin with the frame's own key. */
export interface Vault {
  /** Asks the vault whether the key may be used here. Rejects with the reason if not. */
  checkKey(): Promise<void>;
  /** Posts a body and resolves with that of the answer. */
  post(path: string, body: string, idempotencyKey: string, options: CallOptions): Promise<unknown>;
  /** The same for any request. */
  send(path: string, request: VaultRequest): Promise<unknown>;
}

/** The members of a problem (RFC 7807) that the page may see. They name properties and limits, never input. */
const problemKeys = ['type', 'title', 'status', 'detail', 'instance', 'errors'] as const;

const problemOf = (status: number, body: unknown): { status: number; data: Record<string, unknown> } => ({
  status,
  data: isObject(body)
    ? Object.fromEntries(problemKeys.flatMap((key) => (body[key] === undefined ? [] : [[key, body[key]]])))
    : {},
});

/** Problems that have an error code of their own, by their `type`. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  unauthenticated: 'key-refused',
  forbidden: 'permission-missing',
  'elements-key-required': 'key-not-elements',
  'elements-key-restricted': 'capability-not-allowed',
  'origin-not-pinned': 'origin-not-pinned',
  'session-ended': 'session-ended',
  'session-not-authorized': 'session-not-authorized',
};

/** Whether the vault's answer about a key says that it is one for pages. */
export interface KeyGuards {
  isElements(type: unknown): boolean;
}

export const keyGuards: KeyGuards = { isElements: (type) => type === 'elements' };

export const createVault = (
  window: Pick<Window, 'fetch' | 'location' | 'setTimeout'>,
  { apiKey, pageOrigin }: { readonly apiKey: string; readonly pageOrigin: string },
  { isElements }: KeyGuards,
): Vault => {
  const send = async (path: string, init: VaultRequest) => {
    let response: Response;
    let body: unknown;
    try {
      response = await window.fetch(`${window.location.origin}${path}`, {
        ...init,
        headers: { ...init.headers, 'BT-API-KEY': apiKey, 'BT-ELEMENTS-PAGE': pageOrigin },
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(answerLimit),
      });
      const text = await response.text();
      body = text === '' ? undefined : parsed(text);
    } catch {
      throw new Failure('vault-unreachable');
    }
    if (response.ok) return body;
    const problem = problemOf(response.status, body);
    throw new Failure(refusals[String(problem.data.type)] ?? 'api-error', { problem });
  };

  const askAboutKey = async (repeats = mostRepeats): Promise<unknown> => {
    try {
      return await send('/applications/key', { method: 'GET' });
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.parts.problem?.status !== 429 || repeats === 0) throw thrown;
    }
    await new Promise((resolve) => window.setTimeout(resolve, 1_000));
    return askAboutKey(repeats - 1);
  };

  return {
    send,
    checkKey: async () => {
      const application = await askAboutKey();
      if (!isObject(application) || !isElements(application.type)) throw new Failure('key-not-elements');
    },
    post: async (path, body, idempotencyKey, { correlationId }) => {
      if (correlationId !== undefined && !isHeaderText(correlationId)) {
        throw new Failure('invalid-payload', { detail: 'correlationId' });
      }
      return send(path, {
        method: 'POST',
        body,
        headers: {
          'Content-Type': 'application/json',
          'BT-IDEMPOTENCY-KEY': idempotencyKey,
          ...(correlationId !== undefined && { 'BT-TRACE-ID': correlationId }),
        },
      });
    },
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
