/**
 * Whether a page origin is among the sources the operator named: an exact origin; `*`; or one with any port, which only
 * loopback hosts are written with (`http://localhost:*`). Opaque origins are never among them.
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
