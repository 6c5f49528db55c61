import { type AllowedOrigins, parseAllowedOrigins } from '../access/allowed-origins.ts';
import type { ApplicationType } from '../access/permissions.ts';
import { localRevocations } from '../access/revocations.ts';
import { createKeyring, openKeyring } from '../keys/keyring.ts';
import type { Keyring } from '../keys/port.ts';
import { pooledRandom } from '../keys/random.ts';
import { localRootKey, type RootKeyProvider } from '../keys/root-key.ts';
import { logWriter } from '../log/log-writer.ts';
import { joinDataDir } from '../storage/data-dir.ts';
import { createTenant, type NewTenant } from '../tenants/create.ts';
import { createVault } from '../vault.ts';
import type { Vault, VaultOptions } from '../vault-options.ts';
import { freshStorage, type StorageLocation } from './stores.ts';

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
  extends Pick<
    VaultOptions,
    | 'after'
    | 'every'
    | 'limits'
    | 'effort'
    | 'cvcTtl'
    | 'metrics'
    | 'includedMonthlyActiveTokens'
    | 'elementsExpressions'
    | 'elementsBins'
    | 'egress'
    | 'sandbox'
    | 'codeGuards'
    | 'files'
  > {
  allowedOrigins?: string;
  /** The root key; one that is drawn by default. */
  root?: RootKeyProvider;
  /** In place of `allowedOrigins`. */
  origins?: AllowedOrigins;
  /** Stands between vault and keyring. */
  wrap?: (keyring: Keyring) => Keyring;
  /** Where the vault keeps its data, for suites that need to know. */
  place?: Promise<StorageLocation>;
}

/** Sends requests to a vault as a caller does, once `arrive` has resolved. */
const sender =
  ({ fetch }: Vault, arrive: () => Promise<unknown> | undefined = () => undefined) =>
  async (method: string, path: string, { key, headers, body, address = '192.0.2.1' }: Send = {}): Promise<Answer> => {
    // Without anything to wait for, a request begins at once.
    const arriving = arrive();
    if (arriving) await arriving;
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
    const response = await fetch(request, { address });
    const received = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: received,
      body:
        received !== '' && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(received) : undefined,
    };
  };

/**
 * A vault on a real store of its own, with a clock that stands still until it is moved. Without `place` the store is that of the
 * test project, SQLite or PostgreSQL; suites that leave `place` out are named `*.stores.test.ts`, and so run on both.
 */
export const startRig = async ({
  allowedOrigins,
  origins,
  wrap = (keyring) => keyring,
  place: given = freshStorage(),
  root = localRootKey(pooledRandom()(32)),
  ...options
}: RigOptions = {}) => {
  const place = await given;
  let now = Date.UTC(2022, 0, 1);
  const clock = () => now;
  const random = pooledRandom();
  const lines: string[] = [];
  const {
    data: store,
    keys,
    connect,
    close: closeData,
  } = await place.open({
    ...{ clock, random, watch: options.metrics?.batch, after: options.after },
  });
  const made = await createKeyring({ store: keys, root, random, clock });
  const keyring = wrap(made);
  const tenant = (name: string, more: { testMode?: boolean } = {}) =>
    createTenant({ store, keyring, clock, random }, { name, ...more });
  const acme = await tenant('Acme');
  const vaultOptions = {
    clock,
    random,
    log: logWriter('info', (line: string) => lines.push(line)),
    allowedOrigins: origins ?? parseAllowedOrigins(allowedOrigins),
    every: () => () => {},
    // Under a clock that stands still no allowance fills up again.
    limits: { perSecond: Number.MAX_SAFE_INTEGER },
    ...options,
  };
  const revocations = localRevocations();
  const vault = createVault({ ...vaultOptions, store, keyring, revocations, others: { flush: () => flushWorkers() } });
  await vault.readPages();
  let isAlone = true;
  // Reads see what another process had written before their turn of the event loop, which processes have in common here. A request that
  // comes over a network begins one.
  const arrive = () => (isAlone ? undefined : new Promise(setImmediate));
  const send = sender(vault, arrive);
  const others: (() => Promise<void>)[] = [];
  const workers: Vault[] = [];
  const flushWorkers = async () => void (await Promise.all(workers.map((worker) => worker.flush())));

  return {
    folder: place.folder,
    clock,
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
    /** Another process on the same database, under the same clock, with settings of its own. */
    another: async (own: Pick<VaultOptions, 'byteBounds' | 'publicUrl'> = {}) => {
      isAlone = false;
      const stores = await place.open({ clock, random });
      const opened = wrap(await openKeyring({ store: stores.keys, root, random, clock }));
      const beside = createVault({ ...vaultOptions, ...own, store: stores.data, keyring: opened });
      others.push(async () => {
        await beside.close();
        await stores.close();
      });
      return { vault: beside, send: sender(beside, arrive) };
    },
    /**
     * Another worker of the same process: it has a part of this vault's store, where that is embedded, and knows at once what is revoked
     * here. On PostgreSQL it has connections of its own.
     */
    worker: async () => {
      const stores = connect ? await joinDataDir(place.folder, connect) : await place.open({ clock, random });
      const opened = wrap(await openKeyring({ store: stores.keys, root, random, clock }));
      const beside = createVault({
        ...{ ...vaultOptions, store: stores.data, keyring: opened, revocations, upkeep: false },
        others: { flush: vault.flush },
      });
      workers.push(beside);
      others.push(async () => {
        await beside.close();
        await stores.close();
      });
      return { vault: beside, send: sender(beside) };
    },
    close: async () => {
      for (const closeOther of others) await closeOther();
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
