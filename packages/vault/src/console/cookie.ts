/**
 * The cookie of a session. It is for this host alone, for no script, and for requests that begin on this site. With the prefix `__Host-`
 * browsers refuse it unless it is `Secure`, for one host and for all paths, so nobody beside the host can set it (RFC 6265bis §4.1.3.2).
 */
export const sessionCookie = (origin: string) => {
  const isSecure = origin.startsWith('https:');
  const name = `${isSecure ? '__Host-' : ''}tessera-console`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    /** What a browser sent. A second cookie of the same name would be somebody else's, so neither counts then. */
    read: (header: string | null): string | undefined => {
      const found = (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      return found.length === 1 && /^[\w-]{43}$/.test(found[0] ?? '') ? found[0] : undefined;
    },
    set: (secret: string): string => `${name}=${secret}; ${attributes}`,
    clear: (): string => `${name}=; ${attributes}; Max-Age=0`,
  };
};

export type SessionCookie = ReturnType<typeof sessionCookie>;
