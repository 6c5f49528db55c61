import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEgress,
  createKeyring,
  createTenant,
  createVault,
  localRootKey,
  openDataDir,
  parseAllowedOrigins,
  parseDestinations,
  pooledRandom,
  type Vault,
} from '@tessera/vault';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { internetAt, startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { afterwards } from '../../packages/vault/src/timers.ts';

/** A tenant in which one pair is replayed, with the management application it begins with. */
export interface Tenant {
  id: string;
  applicationId: string;
  /** The key of that application. */
  key: string;
  fetch: (request: Request) => Promise<Response>;
  answer: (request: Parameters<Vault['answer']>[0]) => ReturnType<Vault['answer']>;
}

/** A vault in a folder of its own, with a clock that stands. */
export interface World {
  newTenant(): Promise<Tenant>;
  /** Sets the clock, ISO 8601. */
  setClock(time: string): void;
  /** Host and port of the server that stands for `example.com`. */
  example: string;
  close(): Promise<void>;
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** `example.com` of the documents: answers with the body it was sent or, without one, with the URL it was asked for. */
async function openExample() {
  const authority = certificateAuthority();
  const destination = await startDestination(
    async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      const { url, headers } = request;
      response
        .setHeader('Content-Type', 'application/json')
        .end(body || JSON.stringify({ url: `https://${headers.host}${url}` }));
    },
    authority.issue(['example.com']),
  );
  const egress = createEgress({
    resolve: async () => ({ addresses: ['93.184.216.34'], ttl: 60 }),
    after: afterwards,
    destinations: parseDestinations(),
    ca: [authority.cert],
    dial: internetAt(destination.port).dial,
  });
  return { egress, authority: `127.0.0.1:${destination.port}`, close: destination.close };
}

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-documents-'));
  let now = 0;
  const clock = () => now;
  const random = pooledRandom();
  const { data: store, keys, close } = await openDataDir(folder, clock);
  const keyring = await createKeyring({ store: keys, root: localRootKey(random(32)), random, clock });
  const example = await openExample();
  const vault = createVault({
    egress: example.egress,
    store,
    keyring,
    clock,
    random,
    log: silent,
    allowedOrigins: parseAllowedOrigins(undefined),
    // As the documented usage report has it.
    includedMonthlyActiveTokens: 50,
    // Nothing happens unless a request asks for it.
    every: () => () => undefined,
  });
  return {
    newTenant: async () => {
      const { tenantId, applicationId, key } = await createTenant({ store, keyring, clock, random }, { name: 'Acme' });
      return {
        id: tenantId,
        applicationId,
        key,
        fetch: (request) => vault.fetch(request, { address: '127.0.0.1' }),
        answer: (request) => vault.answer(request, { address: '127.0.0.1' }),
      };
    },
    setClock: (time) => {
      now = Date.parse(time);
    },
    example: example.authority,
    close: async () => {
      await vault.close();
      await example.close();
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
