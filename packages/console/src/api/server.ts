import { createClient, type VaultClient } from '@tessera/client';
import { type Call, consoleFetch, createCall } from './call.ts';

/** The server that the console talks to: the one that served its page. */
export interface Server {
  /** Routes of the console itself. */
  call: Call;
  /** The documented API of the vault, for one tenant. */
  vault(tenant: string): VaultClient;
}

/** @param heard is told the status of each answer. */
export const createServer = (window: Window, heard: (status: number) => void): Server => {
  const fetch: typeof globalThis.fetch = (input, init) => window.fetch(input, init);
  const vaults = new Map<string, VaultClient>();
  return {
    call: createCall(consoleFetch({ fetch, heard })),
    vault: (tenant) => {
      const known =
        vaults.get(tenant) ??
        createClient({
          apiBaseUrl: `${window.location.origin}/api`,
          fetch: consoleFetch({ fetch, tenant, heard }),
        });
      vaults.set(tenant, known);
      return known;
    },
  };
};
