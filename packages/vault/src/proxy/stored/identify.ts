import { isProxyKey } from '../../access/api-key.ts';
import type { Identified as Known } from '../../access/authenticate.ts';
import type { VaultRequest } from '../../http/messages.ts';
import { ApiError } from '../../problem.ts';
import type { Services } from '../../services.ts';
import { findTenant } from '../../tenants/store.ts';
import { findProxyByKey, type StoredProxy } from './proxies.ts';

/** Who calls the proxy, and the stored proxy that the call names, if it names one. */
export interface Identified {
  identified: Known;
  stored: StoredProxy | undefined;
}

const keyIn = ({ headers }: VaultRequest, { searchParams }: Pick<URL, 'searchParams'>): string | undefined => {
  const inQuery = [...searchParams].find(([name]) => name.toLowerCase() === 'bt-proxy-key')?.[1];
  return headers.get('BT-PROXY-KEY') ?? inQuery;
};

/**
 * Who calls a proxy that asks for no key. It holds no permission, so it can use no token, and counts as a key that stands in a page:
 * limits are for each of its addresses, and it learns nothing from fingerprints. Logs and tokens name the proxy as the one who acted.
 */
const anonymous = async ({ store }: Services, { id, tenantId }: StoredProxy): Promise<Known | undefined> => {
  const tenant = await findTenant(store, tenantId);
  if (!tenant) return undefined;
  return {
    tenantId,
    applicationId: id,
    type: 'public',
    permissions: new Set(),
    deduplicates: false,
    testMode: tenant.testMode,
    quota: tenant.quota,
  };
};

/**
 * Finds out who calls. Without an API key, only a proxy that asks for none can be found, so that nobody learns which keys of proxies
 * exist; with one, only those of its tenant. Throws 401 or 404.
 */
export const identify = async (
  services: Services,
  request: VaultRequest,
  url: Pick<URL, 'searchParams'>,
): Promise<Identified> => {
  const apiKey = request.headers.get('BT-API-KEY');
  const key = keyIn(request, url);
  const found = key !== undefined && isProxyKey(key) ? await findProxyByKey(services.store, key) : undefined;
  if (apiKey === null && found && !found.requireAuth && services.keyring.has(found.tenantId)) {
    const caller = await anonymous(services, found);
    if (caller) return { identified: caller, stored: found };
  }
  const caller = await services.authenticator.authenticate(apiKey);
  if (key === undefined) return { identified: caller, stored: undefined };
  if (found?.tenantId === caller.tenantId) return { identified: caller, stored: found };
  throw new ApiError('not-found', 'There is no proxy with the key in BT-PROXY-KEY.');
};
