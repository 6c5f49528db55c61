import { createSecureContext, type SecureContext } from 'node:tls';

/**
 * Certificates of authorities, as PEM. A function is asked before each new connection; it gives back the same list for as long as
 * nothing has changed.
 */
export type Authorities = readonly string[] | (() => readonly string[]);

/**
 * What destinations are believed by: one TLS context for all connections, because reading all authorities again takes
 * milliseconds of the main thread. A new one is made when the authorities have changed.
 */
export const createTrust = (authorities: Authorities | undefined): (() => SecureContext) => {
  let from: readonly string[] | undefined;
  let made: SecureContext | undefined;
  return () => {
    const ca = typeof authorities === 'function' ? authorities() : authorities;
    if (made && ca === from) return made;
    from = ca;
    try {
      made = createSecureContext({ minVersion: 'TLSv1.2', ...(ca && { ca: [...ca] }) });
    } catch (error) {
      // Authorities that cannot be read are no reason to believe nobody any more.
      if (!made) throw error;
    }
    return made;
  };
};
