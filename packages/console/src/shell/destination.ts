import { matchPath, type Params } from '../address.ts';
import type { Session, TenantName } from '../api/session.ts';
import { inTenant, menuOf, type Place, places } from '../places.ts';
import type { Words } from '../words/words.ts';

/** What an address leads to: a page, another address, or a sentence that says why there is none. */
export type Destination =
  | { kind: 'place'; place: Place; tenant: TenantName; params: Params }
  | { kind: 'redirect'; to: string }
  | { kind: 'nowhere'; title: string; text: string };

/** The tenant that an address is about. */
export const tenantOf = (pathname: string, { tenants }: Session): TenantName | undefined => {
  const [, id] = /^\/t\/([^/]+)/.exec(pathname) ?? [];
  return tenants.find((tenant) => encodeURIComponent(tenant.id) === id);
};

/** Where an address leads for this operator. What the role does not allow is told like what is not there. */
export const destinationOf = (pathname: string, session: Session, { shell }: Words): Destination => {
  const [first] = menuOf(session);
  const [home] = session.tenants;
  if (!first || !home) return { kind: 'nowhere', title: shell.nothing, text: shell.nothingText };
  if (pathname === '/') return { kind: 'redirect', to: inTenant(home.id, first.path) };
  const tenant = tenantOf(pathname, session);
  if (!tenant && pathname.startsWith('/t/'))
    return { kind: 'nowhere', title: shell.noTenant, text: shell.noTenantText };
  const path = pathname.replace(/^\/t\/[^/]+/, '');
  for (const place of places) {
    const params = matchPath(place.path, path);
    if (tenant && params && place.allows(session)) return { kind: 'place', place, tenant, params };
  }
  return { kind: 'nowhere', title: shell.noPlace, text: shell.noPlaceText };
};
