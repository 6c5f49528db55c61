import { StoreError } from '../errors.ts';

/** Where a database is and how to get in, read from its URL. */
export interface Address {
  /** For `pg`. Holds a password. */
  connectionString: string;
  /** For people: host, port and database, without user and password. */
  where: string;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Modes that `pg` takes for `verify-full`, and says so on standard error each time it starts. */
const verified = new Set(['prefer', 'require', 'verify-ca']);

const malformed = () =>
  new StoreError(
    'unavailable',
    'The database URL cannot be used. It takes the form postgres://USER:PASSWORD@HOST:5432/DATABASE, with special ' +
      'characters of user and password percent-encoded.',
  );

/**
 * Reads a URL as PostgreSQL writes it (PostgreSQL documentation, §34.1.1.2). Anything but a socket or the loopback is spoken to over
 * TLS with a verified certificate, unless the URL says otherwise with `sslmode`.
 */
export const addressOf = (url: string): Address => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.pathname.length < 2) throw malformed();
  const parameters = parsed.searchParams;
  const host = parameters.get('host') ?? parsed.host;
  const isNear = host.startsWith('/') || loopback.test(parameters.get('host') ?? parsed.hostname);

  const mode = parameters.get('sslmode');
  if (mode === null ? !isNear && !parameters.has('ssl') : verified.has(mode) && !parameters.has('uselibpqcompat')) {
    parameters.set('sslmode', 'verify-full');
  }
  return {
    connectionString: parsed.href,
    where: `The database ${host}${parsed.pathname}`,
  };
};
