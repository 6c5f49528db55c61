import { createClient, type VaultClient } from '@tessera/client';
import { consoleFetch } from './call.ts';

/** The documented API of the vault on the server that served the page, for one tenant at a time. `heard` is told the status of each answer. */
export const vaultsOf = (window: Window, heard: (status: number) => void): ((tenant: string) => VaultClient) => {
  const fetch: typeof globalThis.fetch = (input, init) => window.fetch(input, init);
  const vaults = new Map<string, VaultClient>();
  return (tenant) => {
    const known =
      vaults.get(tenant) ??
      createClient({
        apiBaseUrl: `${window.location.origin}/api`,
        fetch: consoleFetch({ fetch, tenant, heard }),
      });
    vaults.set(tenant, known);
    return known;
  };
};
