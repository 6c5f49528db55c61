/** One page origin that may embed our frames. */
interface AllowedOrigin {
  /** Exact, as browsers write it in `event.origin`, or `*`. */
  origin: string;
  /** The tenant its values may go to; left out, the only one there is. */
  tenantId?: string;
}

/** Which pages may embed frames, and to which tenant each belongs (docs/architecture.md §2.9). */
export interface AllowedOrigins {
  /** Sources for the `frame-ancestors` directive of the frames' Content-Security-Policy. */
  readonly frameAncestors: readonly string[];
  /** Whether every entry names its tenant. Where one does not, the vault must have exactly one tenant. */
  readonly pinned: boolean;
  /**
   * Whose page this is: a tenant's id, `'only'` for an entry that names none, `undefined` for a page that may not embed.
   * Compares whole strings; an opaque (`null`), relative or merely similar origin is not allowed.
   */
  owner(origin: string): string | undefined;
}

/** The setting cannot be used. The message says which entry and what to write instead. */
export class AllowedOriginsError extends Error {
  override readonly name = 'AllowedOriginsError';
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || /^127(\.\d{1,3}){3}$/.test(host);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a list of origins is made of. */
const entriesOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const readOrigin = (text: string, what = 'allowed origin'): string => {
  const refuse = (reason: string) => new AllowedOriginsError(`${what} "${text}": ${reason}`);
  if (text.includes('*')) throw refuse('hosts with a wildcard are not supported; list each origin');
  if (!/^https?:\/\//i.test(text)) throw refuse('write the scheme too, such as https://shop.example');
  if (!URL.canParse(text)) throw refuse('is not an origin; write scheme, host and port only');
  const url = new URL(text);
  // The text is searched as well: the URL parser forgets an empty user, query or fragment.
  if (text.includes('@')) throw refuse('must not name a user or password');
  if (url.pathname !== '/' || /[?#\\]/.test(text)) throw refuse('must end after the host and port');
  // Content-Security-Policy has no way to write one (CSP3 §2.3.1), so no browser would let the page embed.
  if (url.hostname.startsWith('[')) throw refuse('must not be an IPv6 address; use a name');
  if (url.hostname.endsWith('.')) throw refuse('must not end its host with a dot');
  // The URL parser lets hosts have other characters, and one of them ends a directive of a policy.
  if (!/^[a-z0-9._-]+$/.test(url.hostname)) throw refuse('must name its host by letters, digits, dots and hyphens');
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw refuse('must use https; plain http is for loopback pages');
  }
  return url.origin;
};

/** Reads the origin of one page, as browsers write it. Throws `AllowedOriginsError`. */
export const readPageOrigin = (text: string): string => readOrigin(text, 'page');

const readEntry = (text: string): AllowedOrigin => {
  const [origin = '', tenantId, ...rest] = text.split('=').map((part) => part.trim());
  if (rest.length > 0) throw new AllowedOriginsError(`allowed origin "${text}": write origin=TENANT_ID once`);
  const read = origin === '*' ? origin : readOrigin(origin);
  if (tenantId === undefined) return { origin: read };
  if (!uuid.test(tenantId.toLowerCase())) {
    throw new AllowedOriginsError(`allowed origin "${text}": what follows = must be the id of a tenant`);
  }
  return { origin: read, tenantId: tenantId.toLowerCase() };
};

const loopbackPages = /^https?:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

const loopbackAncestors = ['localhost', '127.0.0.1'].flatMap((host) => [`http://${host}:*`, `https://${host}:*`]);

/** Marks an entry without a tenant: the page belongs to the only tenant there is. */
export const onlyTenant = 'only';

/**
 * Reads `https://shop.example=TENANT_ID, https://other.example=TENANT_ID`. The tenant may be left out, and `*` used, only
 * while the vault has exactly one tenant. Nothing at all means loopback pages. Throws `AllowedOriginsError`.
 */
export const parseAllowedOrigins = (text = ''): AllowedOrigins => {
  const entries = entriesOf(text).map(readEntry);
  if (entries.length === 0) {
    return {
      frameAncestors: loopbackAncestors,
      pinned: false,
      owner: (origin) => (loopbackPages.test(origin) ? onlyTenant : undefined),
    };
  }
  const owners = new Map<string, string>();
  for (const { origin, tenantId = onlyTenant } of entries) {
    if (owners.has(origin) && owners.get(origin) !== tenantId) {
      throw new AllowedOriginsError(`allowed origin "${origin}" is listed for two tenants; a page belongs to one`);
    }
    owners.set(origin, tenantId);
  }
  const everywhere = owners.get('*');
  if (everywhere !== undefined && everywhere !== onlyTenant) {
    throw new AllowedOriginsError('allowed origin "*" cannot be given to a tenant; list the origins of that tenant');
  }
  return {
    frameAncestors: owners.has('*') ? ['*'] : [...owners.keys()],
    pinned: ![...owners.values()].includes(onlyTenant),
    owner: (origin) =>
      owners.get(origin) ?? (everywhere !== undefined && /^https?:\/\/[^/]+$/.test(origin) ? onlyTenant : undefined),
  };
};

/**
 * The same with pages that administrators have added to the lists of tenants. What the setting says of a page stands, except that a page
 * without a tenant gets the one that has it in its list.
 */
export const withListed = (
  setting: AllowedOrigins,
  listed: readonly { origin: string; tenantId: string }[],
): AllowedOrigins => {
  if (listed.length === 0) return setting;
  const owners = new Map(listed.map(({ origin, tenantId }) => [origin, tenantId]));
  const owner = (origin: string): string | undefined => {
    const set = setting.owner(origin);
    return set === undefined || set === onlyTenant ? (owners.get(origin) ?? set) : set;
  };
  const { frameAncestors } = setting;
  return {
    frameAncestors: frameAncestors.includes('*') ? frameAncestors : [...new Set([...frameAncestors, ...owners.keys()])],
    // Where nothing is set, loopback pages are allowed without a name: they count for nothing here.
    pinned:
      setting.pinned || frameAncestors.every((origin) => owners.has(origin) || setting.owner(origin) === undefined),
    owner,
  };
};

/** The pages that may embed the fields of a tenant: those that name it, and those that name none. */
export const originsOf = ({ frameAncestors, owner }: AllowedOrigins, tenantId: string): string[] =>
  frameAncestors.filter((origin) => [undefined, onlyTenant, tenantId].includes(owner(origin)));

/** Reads `https://fonts.gstatic.com, https://fonts.shop.example`: from where frames may load fonts. Throws `AllowedOriginsError`. */
export const parseFontOrigins = (text = ''): readonly string[] => [
  ...new Set(entriesOf(text).map((entry) => readOrigin(entry, 'font origin'))),
];
