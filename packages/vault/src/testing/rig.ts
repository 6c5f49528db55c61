import { type AllowedOrigins, parseAllowedOrigins } from '../access/allowed-origins.ts';
import type { ApplicationType } from '../access/permissions.ts';
import { createKeyring } from '../keys/keyring.ts';
import type { Keyring } from '../keys/port.ts';
import { pooledRandom } from '../keys/random.ts';
import { localRootKey } from '../keys/root-key.ts';
import { logWriter } from '../log-writer.ts';
import { createTenant, type NewTenant } from '../tenants.ts';
import { createVault, type VaultOptions } from '../vault.ts';
import { freshPlace } from './stores.ts';

/** An answer with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
}

export interface Send {
  key?: string;
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is text already. */
  body?: unknown;
  address?: string;
}

export interface RigOptions
  extends Pick<VaultOptions, 'limits' | 'cvcTtl' | 'metrics' | 'includedMonthlyActiveTokens'> {
  allowedOrigins?: string;
  /** In place of `allowedOrigins`. */
  origins?: AllowedOrigins;
  /** Stands between vault and keyring. */
  wrap?: (keyring: Keyring) => Keyring;
}

/** A vault on a real store of its own, on the engine of the test project, with a clock that stands still until it is moved. */
export const startRig = async ({
  allowedOrigins,
  origins,
  wrap = (keyring) => keyring,
  ...options
}: RigOptions = {}) => {
  const place = await freshPlace();
  let now = Date.UTC(2022, 0, 1);
  const clock = () => now;
  const random = pooledRandom();
  const lines: string[] = [];
  const { data: store, keys, close: closeData } = await place.open({ clock, random, watch: options.metrics?.batch });
  const root = localRootKey(random(32));
  const made = await createKeyring({ store: keys, root, random, clock });
  const keyring = wrap(made);
  const tenant = (name: string) => createTenant({ store, keyring, clock, random }, { name });
  const acme = await tenant('Acme');
  const vault = createVault({
    store,
    keyring,
    clock,
    random,
    log: logWriter('info', (line) => lines.push(line)),
    allowedOrigins: origins ?? parseAllowedOrigins(allowedOrigins),
    every: () => () => {},
    // Under a clock that stands still no allowance fills up again.
    limits: { perSecond: Number.MAX_SAFE_INTEGER },
    ...options,
  });

  const send = async (method: string, path: string, { key, headers, body, address = '192.0.2.1' }: Send = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const request = new Request(`https://vault.test${path}`, {
      method,
      headers: {
        ...(key !== undefined && { 'BT-API-KEY': key }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: text }),
    });
    const response = await vault.fetch(request, { address });
    const received = await response.text();
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text: received,
      body: received === '' ? undefined : JSON.parse(received),
    };
    return answer;
  };

  return {
    folder: place.folder,
    store,
    keyring,
    /** What another keyring on the same keys is opened with. */
    keyringOptions: { store: keys, root, random, clock },
    vault,
    acme,
    lines,
    tenant,
    send,
    /** Moves the clock on. */
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** The key of a new application. */
    application: async (type: ApplicationType, permissions: string[], owner: NewTenant = acme): Promise<string> => {
      const { status, text, body } = await send('POST', '/applications', {
        key: owner.key,
        body: { name: `${type} for tests`, type, permissions },
      });
      if (status !== 201) throw new Error(text);
      return body.key;
    },
    close: async () => {
      await vault.close();
      await closeData();
      await place.remove();
    },
  };
};

export type Rig = Awaited<ReturnType<typeof startRig>>;

/** Every permission on tokens that a server may hold, up to the given read level. */
export const allTokens = (level: 'low' | 'moderate' | 'high' = 'high'): string[] =>
  ['general', 'bank', 'pci', 'pii'].flatMap((classification) =>
    ['create', `read:${level}`, 'update', 'delete'].map((operation) => `token:${classification}:${operation}`),
  );
