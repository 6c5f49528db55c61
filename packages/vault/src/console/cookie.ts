interface About {
  name: string;
  /** `Lax` where a browser brings it along when another site sends it here. */
  sameSite: 'Strict' | 'Lax';
  /** What it holds. */
  form: RegExp;
  /** Seconds that it lasts; as long as the browser is open by default. */
  maxAge?: number;
}

/**
 * A cookie for this host alone, and for no script. With the prefix `__Host-` browsers refuse it unless it is `Secure`, for one host and for
 * all paths, so nobody beside the host can set it (RFC 6265bis §4.1.3.2).
 */
const hostCookie = (origin: string, { name: short, sameSite, form, maxAge }: About) => {
  const isSecure = origin.startsWith('https:');
  const name = `${isSecure ? '__Host-' : ''}${short}`;
  const attributes = `Path=/; HttpOnly; SameSite=${sameSite}${isSecure ? '; Secure' : ''}`;
  const life = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  return {
    /** What a browser sent. A second cookie of the same name would be somebody else's, so neither counts then. */
    read: (header: string | null): string | undefined => {
      const found = (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      return found.length === 1 && form.test(found[0] ?? '') ? found[0] : undefined;
    },
    set: (value: string): string => `${name}=${value}; ${attributes}${life}`,
    clear: (): string => `${name}=; ${attributes}; Max-Age=0`,
  };
};

export type HostCookie = ReturnType<typeof hostCookie>;

/** The cookie of a session, for requests that begin on this site. */
export const sessionCookie = (origin: string): HostCookie =>
  hostCookie(origin, { name: 'tessera-console', sameSite: 'Strict', form: /^[\w-]{43}$/ });

/** The cookie of a browser that has gone to the OpenID provider. It has to come along when the provider sends the browser back. */
export const openIdCookie = (origin: string, seconds: number): HostCookie =>
  hostCookie(origin, {
    ...{ name: 'tessera-console-openid', sameSite: 'Lax', maxAge: seconds },
    form: /^[\w-]{43}\.[a-z]{2,8}\.[\w-]{0,43}$/,
  });
