import type { Body, FetchRequest, FetchResponse } from '../protocol.ts';
import type { Bytes } from './bytes.ts';

/** Begins a request; the promise settles when the process hears what came of it. */
type Begin = (request: FetchRequest) => { id: number; done: Promise<FetchResponse> };

interface Init {
  method?: string;
  headers?: unknown;
  body?: unknown;
  signal?: Signal;
}

interface Signal {
  aborted: boolean;
  addEventListener(type: string, listener: () => void): void;
}

/** `fetch` with `Headers` and `Response`, and `AbortController`. */
export const installFetch = (
  begin: Begin,
  cancel: (id: number) => void,
  { toBase64, fromBase64, encode, decode, viewOf }: Bytes,
) => {
  class Headers {
    readonly #fields = new Map<string, string>();
    constructor(init: unknown = {}) {
      const object = init as Iterable<[string, string]> | Record<string, string>;
      const pairs = Symbol.iterator in Object(object) ? [...(object as [string, string][])] : Object.entries(object);
      for (const [name, value] of pairs) this.append(name, value as string);
    }
    append(name: string, value: string): void {
      const before = this.get(name);
      this.set(name, before === null ? value : `${before}, ${value}`);
    }
    delete(name: string): void {
      this.#fields.delete(String(name).toLowerCase());
    }
    get(name: string): string | null {
      return this.#fields.get(String(name).toLowerCase()) ?? null;
    }
    has(name: string): boolean {
      return this.#fields.has(String(name).toLowerCase());
    }
    set(name: string, value: string): void {
      this.#fields.set(String(name).toLowerCase(), String(value));
    }
    forEach(run: (value: string, name: string) => void): void {
      for (const [name, value] of this.#fields) run(value, name);
    }
    entries() {
      return this.#fields.entries();
    }
    [Symbol.iterator]() {
      return this.entries();
    }
  }

  class Response {
    readonly status: number;
    readonly headers: Headers;
    readonly url: string;
    readonly redirected = false;
    readonly #body: Body;
    #used = false;
    constructor({ status, headers, body }: FetchResponse, url: string) {
      this.status = status;
      this.headers = new Headers(headers);
      this.url = url;
      this.#body = body;
    }
    get ok(): boolean {
      return this.status >= 200 && this.status < 300;
    }
    get bodyUsed(): boolean {
      return this.#used;
    }
    #take(): Body {
      if (this.#used) throw new TypeError('The body was read before.');
      this.#used = true;
      return this.#body;
    }
    async text(): Promise<string> {
      const { text, base64 = '' } = this.#take();
      return text ?? decode(fromBase64(base64));
    }
    async json(): Promise<unknown> {
      return JSON.parse(await this.text());
    }
    async arrayBuffer(): Promise<ArrayBuffer> {
      const { text, base64 = '' } = this.#take();
      return (text === undefined ? fromBase64(base64) : encode(text)).buffer;
    }
  }

  const bodyOf = (body: unknown, headers: Headers): Body | undefined => {
    if (body === undefined || body === null) return undefined;
    if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return { base64: toBase64(viewOf(body)) };
    const isForm = (body as object)?.constructor?.name === 'URLSearchParams';
    const type = isForm ? 'application/x-www-form-urlencoded;charset=UTF-8' : 'text/plain;charset=UTF-8';
    if (!headers.has('content-type')) headers.set('content-type', type);
    return { text: String(body) };
  };

  class AbortSignal {
    aborted = false;
    reason: unknown;
    readonly #listeners: (() => void)[] = [];
    addEventListener(_type: string, listener: () => void): void {
      this.#listeners.push(listener);
    }
    static end(signal: AbortSignal, reason: unknown): void {
      if (signal.aborted) return;
      signal.aborted = true;
      signal.reason = reason;
      for (const listener of signal.#listeners) listener();
    }
  }

  class AbortController {
    readonly signal = new AbortSignal();
    abort(reason: unknown = aborted()): void {
      AbortSignal.end(this.signal, reason);
    }
  }

  const aborted = () => Object.assign(new Error('The request was aborted.'), { name: 'AbortError' });

  const fetch = async (input: unknown, init: Init = {}): Promise<Response> => {
    const url = String(input);
    const headers = new Headers(init.headers ?? {});
    const body = bodyOf(init.body, headers);
    if (init.signal?.aborted) throw aborted();
    const request = {
      url,
      method: String(init.method ?? 'GET').toUpperCase(),
      headers: [...headers],
      ...(body && { body }),
    };
    const { id, done } = begin(request);
    const ended = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => {
        cancel(id);
        reject(aborted());
      });
    });
    return new Response(await Promise.race([done, ended]), url);
  };

  return { fetch, Headers, Response, AbortController, AbortSignal };
};

export type Fetch = ReturnType<typeof installFetch>;
