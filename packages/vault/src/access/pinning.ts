import { ApiError } from '../problem.ts';
import type { Store } from '../store/port.ts';
import { type AllowedOrigins, onlyTenant } from './allowed-origins.ts';
import type { Caller } from './authenticate.ts';

const hasOneTenant = async (store: Store): Promise<boolean> =>
  (await store.rows('select id from tenants limit 2')).length === 1;

const howToAllow = ({ tenantId }: Caller): string =>
  `add it in the console, or start the vault with --allowed-origins ORIGIN=${tenantId}`;

/**
 * Frames name the page they stand in with every call. The page must be allowed and belong to the tenant of the key; so a script
 * injected into a shop cannot send what customers type to an account of its own (docs/architecture.md §2.9). Calls that do not come
 * from a frame name no page and hold no typed values, so they are not asked. Throws 403.
 */
export const assertPinned = async (
  page: string,
  caller: Caller,
  { ownerOf, store }: { ownerOf: AllowedOrigins['owner']; store: Store },
): Promise<void> => {
  const owner = ownerOf(page);
  if (owner === caller.tenantId) return;
  if (owner === onlyTenant && (await hasOneTenant(store))) return;
  const reason =
    owner === undefined
      ? `The page is not among the allowed origins of this vault: ${howToAllow(caller)}.`
      : owner === onlyTenant
        ? `This vault has several tenants, and the page is named without one of them: ${howToAllow(caller)}.`
        : 'The API key belongs to another tenant than the page.';
  throw new ApiError('origin-not-pinned', reason);
};
