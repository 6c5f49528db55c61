import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { originHeaders } from './app.ts';

/** The documented API lies below this path. */
export const apiRoot = '/api';

/** Whether a path is `root` or lies below it. */
export const within = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

/** Whether a call is one of the documented API. */
export const isApiCall = ({ pathname }: URL): boolean => within(pathname, apiRoot);

/** Answers of the API as they are on this origin: readable by its own pages alone. */
export const onOwnOrigin = (response: VaultResponse): VaultResponse => ({
  ...response,
  headers: {
    ...Object.fromEntries(Object.entries(response.headers).filter(([name]) => !/^access-control-/i.test(name))),
    ...originHeaders,
  },
});

/**
 * A request at another address. Its signal is made when it is asked for, by the request that came. A class, for the reason that requests of
 * node:http are one: an object literal with a getter would keep the request until the next collection of old objects.
 */
class MovedRequest implements VaultRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: VaultRequest['headers'];
  readonly body: VaultRequest['body'];
  readonly #request: VaultRequest;

  constructor(request: VaultRequest, url: string) {
    this.method = request.method;
    this.url = url;
    this.headers = request.headers;
    this.body = request.body;
    this.#request = request;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }
}

/** The same call as the vault's API knows it. Keys that somebody sent along are not looked at. */
export const asApiCall = (request: VaultRequest, url: URL): VaultRequest => {
  const inner = new URL(url);
  inner.pathname = url.pathname.slice(apiRoot.length) || '/';
  return new MovedRequest(request, inner.href);
};
