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

/** The same call as the vault's API knows it. Keys that somebody sent along are not looked at. */
export const asApiCall = (request: VaultRequest, url: URL): VaultRequest => {
  const inner = new URL(url);
  inner.pathname = url.pathname.slice(apiRoot.length) || '/';
  return {
    method: request.method,
    url: inner.href,
    headers: request.headers,
    body: request.body,
    get signal() {
      return request.signal;
    },
  };
};
