import type { HeaderList } from '../egress/headers.ts';

/** What proxies in front of the vault write down of its callers is none of a destination's business. */
const ofTheWayHere = /^(?:bt-.*|forwarded|x-forwarded-.*|x-real-ip|via)$/;

/** The headers of a call that go on to the destination. `X-API-KEY` is one of them: it is the destination's here. */
export const requestHeaders = (headers: HeaderList): [string, string][] =>
  headers
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !ofTheWayHere.test(name));

/**
 * Headers of a destination's answer that reach the caller. The list says what may pass, not what may not: browsers take headers for
 * the will of the vault's own origin (cookies, policies, workers), and servers in front of the vault take some as orders to themselves
 * (`X-Accel-Redirect` makes nginx repeat the call to another path, with the caller's keys). Both sets grow with every release.
 */
const content = [
  'accept-ranges',
  'allow',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'date',
  'etag',
  'idempotency-key',
  'last-modified',
  'location',
  'request-id',
  'retry-after',
];

/** Names that APIs choose themselves begin so. */
const ownPrefix = /^x-|^ratelimit(?:-|$)/;

/** Names under that prefix that browsers, caches or servers act on, each with everything that begins with it. */
const actedOn = [
  // Servers that fetch something else in place of the answer, or change how they treat it: nginx, Apache, lighttpd, LiteSpeed, Perlbal.
  'x-accel-',
  'x-sendfile',
  'x-send-file',
  'x-lighttpd-',
  'x-litespeed-',
  'x-lsadc-',
  'x-reproxy-',
  'x-internal-',
  // Servers and frameworks that take another path, method, host or sender for the true one.
  'x-original-',
  'x-rewrite-',
  'x-http-method',
  'x-method-override',
  'x-forwarded-',
  'x-real-ip',
  'x-proxy-',
  // Caches and networks of caches: Varnish, Akamai, Google, Cloudflare, Vercel, Azure.
  'x-cache',
  'x-varnish',
  'x-vcl-',
  'x-ttl',
  'x-grace',
  'x-esi',
  'x-purge',
  'x-ban-',
  'x-url',
  'x-surrogate-',
  'x-edge-',
  'x-drupal-cache',
  'x-goog-',
  'x-pagespeed',
  'x-mod-pagespeed',
  'x-middleware-',
  'x-vercel-',
  'x-nextjs-',
  'x-arr-',
  'x-ms-',
  // Browsers.
  'x-content-',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-',
  'x-robots-tag',
  'x-sourcemap',
  'x-ua-compatible',
  'x-webkit-',
  'x-xss-protection',
];

/** Whether a header of a destination's answer reaches the caller. */
export const mayPass = (name: string): boolean =>
  content.includes(name) || (ownPrefix.test(name) && !actedOn.some((start) => name.startsWith(start)));

/** The headers of a destination's answer that reach the caller; repeated ones are joined (RFC 9110 §5.3). */
export const answerHeaders = (headers: HeaderList, may = mayPass): Record<string, string> => {
  const kept = headers.filter(([name]) => may(name));
  const names = Map.groupBy(kept, ([name]) => name);
  return Object.fromEntries([...names].map(([name, fields]) => [name, fields.map(([, value]) => value).join(', ')]));
};
