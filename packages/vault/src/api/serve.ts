import { contract, openapi } from '@tessera/contract';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { json, preflight } from '../http/response.ts';
import type { RootKeyState } from '../keys/port.ts';
import { ApiError } from '../problem.ts';
import { frontPage } from '../reference/front-page.ts';
import { type Description, referenceResponse } from '../reference/reference.ts';
import { revealRoot } from '../reveals/serve-reveals.ts';
import type { Incoming } from './api.ts';
import { assertUrl, type EdgeOptions, edge } from './edge.ts';

export interface ServeOptions extends EdgeOptions {
  api(incoming: Incoming): Promise<VaultResponse>;
  /** Serves `/elements/` and `/js/`. */
  pages(request: VaultRequest): VaultResponse | undefined;
  /** Shows values to operators of the console, below `revealRoot`. */
  reveals(incoming: Pick<Incoming, 'request' | 'address' | 'trace'>, path: string): Promise<VaultResponse>;
  /** Throws 503 once the vault is closing. */
  assertOpen(): void;
  /** Rejects while the vault cannot do its work. */
  ready(): Promise<void>;
  /** What is known of the root key. */
  rootKey(): RootKeyState;
  /** Whether an address has asked for more than it may of what needs no key. */
  isFlood(address: string): boolean | Promise<boolean>;
  version: string;
  /** The origin under which callers reach the vault, for the API description. */
  publicUrl?: string | undefined;
}

/** Where documents and scripts for browsers are. */
const pageRoots = ['/elements/', '/js/', '/web-elements/'];

/** Answers requests of callers with API keys, and those for pages. */
export const serve = (options: ServeOptions) => {
  const { api, pages, assertOpen, ready, isFlood, slowDown, version, publicUrl } = options;
  let described: { json: VaultResponse; html: VaultResponse } | undefined;
  /** Built at the first request, so that starting the vault does not wait for it. */
  const description = () => {
    if (described) return described;
    const written = openapi(contract, version, publicUrl);
    described = {
      json: json(200, JSON.stringify(written)),
      html: referenceResponse(written as unknown as Description),
    };
    return described;
  };

  const status = (ok: boolean, about: object = {}) =>
    json(ok ? 200 : 503, JSON.stringify({ status: ok ? 'ok' : 'unavailable', ...about }));

  /** Said only while something is wrong with the root key, and only what a balancer may know. */
  const aboutRootKey = () => {
    const known = options.rootKey();
    if (known.status === 'reachable') return {};
    const until = known.status === 'unreachable' ? { root_key_until: new Date(known.until).toISOString() } : {};
    return { root_key: known.status, ...until };
  };

  /** Answers that need no key. */
  const open: Readonly<Record<string, (request: VaultRequest) => Promise<VaultResponse> | VaultResponse>> = {
    '/': frontPage(version),
    '/healthz': () => status(true),
    '/readyz': () => {
      // Known at once, while what the store can do is asked for at most once a second.
      if (options.rootKey().status === 'sealed') return status(false, aboutRootKey());
      return ready().then(
        () => status(true, aboutRootKey()),
        () => status(false, aboutRootKey()),
      );
    },
    // Published clients ask here whether an API is there (`webhooks.ping`).
    '/ping': () => status(true),
    '/openapi.json': () => description().json,
    '/docs': () => description().html,
  };

  const answer = async (incoming: Incoming): Promise<VaultResponse> => {
    const { request } = incoming;
    assertOpen();
    const path = assertUrl(incoming).pathname;
    const root = pageRoots.find((start) => path.startsWith(start));
    if (root !== undefined) {
      incoming.route = `${root}*`;
      const page = pages(request);
      if (page) return page;
    }
    if (path.startsWith(revealRoot)) {
      incoming.route = `${revealRoot}{id}`;
      if (await isFlood(incoming.address)) await slowDown();
      return await options.reveals(incoming, path);
    }
    const known = Object.hasOwn(open, path) ? open[path] : undefined;
    // HAProxy asks by OPTIONS how a server does, unless it is told to ask otherwise. A preflight names a method (Fetch §3.3.1).
    const isCheck =
      known && request.method === 'OPTIONS' && request.headers.get('Access-Control-Request-Method') === null;
    if (request.method === 'OPTIONS' && !isCheck) return preflight();
    if (!known) return await api(incoming);
    incoming.route = path;
    if (await isFlood(incoming.address)) await slowDown();
    if (request.method === 'GET') return await known(request);
    if (request.method === 'HEAD' || isCheck) return { ...(await known(request)), body: undefined };
    throw new ApiError('method-not-allowed', 'This path answers to GET and HEAD.', { headers: { Allow: 'GET, HEAD' } });
  };

  return edge(options, answer);
};
