/**
 * Whether the operator allows a page origin. Sources are exact origins, `*`, or an origin with any port, which the vault accepts for loopback
 * hosts only (`http://localhost:*`). Opaque origins are never allowed.
 */
export const allowsOrigin =
  (sources: readonly string[]) =>
  (origin: string): boolean =>
    origin !== 'null' && sources.some((source) => source === '*' || source === origin || isOnAnyPort(source, origin));

const isOnAnyPort = (source: string, origin: string): boolean => {
  if (!source.endsWith(':*')) return false;
  const host = source.slice(0, -2);
  return origin === host || (origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1)));
};
