import { BasisTheoryApiError, type Problem } from '@tessera/client';

type Fetch = typeof globalThis.fetch;

/**
 * What every call of the console carries. Pages of other origins cannot send it without asking first (Fetch §3.2.2), so no form or link
 * of theirs can act for an operator.
 */
const mark = 'Tessera-Console';

/**
 * A `fetch` for calls of the console to the server that serves it.
 *
 * @param tenant the tenant that calls to the API of the vault are about.
 * @param heard is told the status of each answer: 401 means that the server no longer knows the session.
 */
export const consoleFetch =
  ({ fetch, tenant, heard }: { fetch: Fetch; tenant?: string | undefined; heard: (status: number) => void }): Fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    if (!request.headers.has(mark)) request.headers.set(mark, '1');
    if (tenant !== undefined) request.headers.set('Tessera-Tenant', tenant);
    const response = await fetch(request);
    // What the page asks for by itself keeps no session alive, so only its end counts.
    if (request.headers.get(mark) !== 'background' || response.status === 401) heard(response.status);
    return response;
  };

export interface CallOptions {
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** For calls to the API of the vault: the tenant that they are about. */
  tenant?: string | undefined;
  /** The page calls by itself: that does not count as something that the person does, so the session may end meanwhile. */
  background?: boolean;
}

/** Calls a route of the console itself. The answer has the names of the wire. */
export type Call = <Answer>(method: string, path: string, options?: CallOptions) => Promise<Answer>;

/** No answer came, as by the client of the API: pages say what to do. */
const noAnswer = () => new BasisTheoryApiError('No answer came from the server of the console.', -1);

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Makes the function that calls routes of the console, with a `fetch` of {@link consoleFetch}.
 *
 * Its calls reject with a `BasisTheoryApiError` when the server refuses them or does not answer.
 */
export const createCall =
  (fetch: Fetch): Call =>
  async <Answer>(method: string, path: string, { body, signal, tenant, background = false }: CallOptions = {}) => {
    const init: RequestInit = {
      method,
      headers: {
        accept: 'application/json',
        ...(tenant !== undefined && { 'Tessera-Tenant': tenant }),
        ...(background && { [mark]: 'background' }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    };
    const response = await fetch(new URL(path, location.origin), init).catch((thrown: unknown) => {
      throw signal?.aborted ? thrown : noAnswer();
    });
    const answer = await readJson(response);
    if (response.ok) return answer as Answer;
    const problem = typeof answer === 'object' && answer !== null ? (answer as Problem) : undefined;
    throw new BasisTheoryApiError(problem?.title ?? `Status ${response.status}`, response.status, problem);
  };
