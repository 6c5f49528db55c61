import type { HeaderList } from '../egress/headers.ts';

/** What proxies in front of the vault write down of its callers is none of a destination's business. */
const ofTheWayHere = /^(?:bt-.*|forwarded|x-forwarded-.*|x-real-ip|via)$/;

/** The headers of a call that go on to the destination. `X-API-KEY` is one of them: it is the destination's here. */
export const requestHeaders = (headers: HeaderList): [string, string][] =>
  headers
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !ofTheWayHere.test(name));

/**
 * What a browser could take for the will of the vault's own origin, frames included: cookies, policies, workers, reports, other
 * hosts and what is fetched beside it (docs/architecture.md §2.11). Caching and sniffing are ours to say.
 */
const actsOnOrigin = new RegExp(
  `^(?:${[
    'accept-ch',
    'access-control-.*',
    'activate-storage-access',
    'alt-svc',
    'attribution-reporting-.*',
    'bt-.*',
    'cache-control',
    'clear-site-data',
    'content-security-policy.*',
    'critical-ch',
    'cross-origin-.*',
    'document-policy.*',
    'expect-ct',
    'expires',
    'feature-policy',
    'link',
    'nel',
    'origin-agent-cluster',
    'origin-trial',
    'permissions-policy.*',
    'pragma',
    'public-key-pins.*',
    'referrer-policy',
    'refresh',
    'report-to',
    'reporting-endpoints',
    'sec-.*',
    'service-worker.*',
    'set-cookie2?',
    'set-login',
    'sourcemap',
    'speculation-rules',
    'strict-transport-security',
    'supports-loading-mode',
    'timing-allow-origin',
    'use-as-dictionary',
    'www-authenticate',
    'x-content-type-options',
    'x-dns-prefetch-control',
    'x-frame-options',
    'x-sourcemap',
    'x-xss-protection',
  ].join('|')})$`,
);

/** The headers of a destination's answer that reach the caller; repeated ones are joined (RFC 9110 §5.3). */
export const answerHeaders = (headers: HeaderList): Record<string, string> => {
  const kept = headers.filter(([name]) => !actsOnOrigin.test(name));
  const names = Map.groupBy(kept, ([name]) => name);
  return Object.fromEntries([...names].map(([name, fields]) => [name, fields.map(([, value]) => value).join(', ')]));
};
