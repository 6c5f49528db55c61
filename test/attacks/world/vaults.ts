import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dataFolder, type Initialised, initVault, makeApplication, serveVault } from '../../processes/vault-process.ts';

/** A tenant with a key of each kind that matters here. */
export interface Account {
  readonly tenantId: string;
  /** For frames. */
  readonly elements: string;
  /** May make tokens as an elements key may, and stands on pages too. */
  readonly public: string;
  /** Reads everything in plaintext. */
  readonly server: string;
  /** Reads plaintext of low impact, and of nothing else: somebody at the support desk. */
  readonly clerk: string;
  /** Reads the plaintext of general tokens, such as notes and addresses, and of no card. */
  readonly office: string;
  /** Makes keys for client-side encryption, and reads no token. */
  readonly management: string;
}

export interface Accounts {
  readonly acme: Account;
  readonly mallory: Account;
}

/** A running vault of two tenants. */
export interface Vault {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Vaults that all begin with the same tenants and keys, so that what is made in one is not in another. */
export interface Vaults {
  readonly accounts: Accounts;
  /** The vault as it ships, or one that lacks guards. It is started once and kept. */
  without(guards: readonly string[]): Promise<Vault>;
  close(): Promise<void>;
}

const run = promisify(execFile);
const tenantMaker = fileURLToPath(new URL('./add-tenant.ts', import.meta.url));

const addTenant = async (folder: string, name: string): Promise<Initialised> => {
  const { stdout } = await run(process.execPath, [
    '--conditions=@tessera/source',
    '--disable-warning=ExperimentalWarning',
    tenantMaker,
    folder,
    name,
  ]);
  return JSON.parse(stdout) as Initialised;
};

const classes = ['general', 'pci', 'bank'];
const every = (operation: string) => classes.map((name) => `token:${name}:${operation}`);

/** From where frames may load fonts. */
export const fontOrigin = 'http://fonts.localhost';

/** Whose pages may embed frames. The vault's own host is among them, by a mistake of its operator. */
const allowedOrigins = ({ acme, mallory }: { acme: Initialised; mallory: Initialised }): string =>
  [
    `http://shop.localhost=${acme.tenant_id}`,
    `http://vault.localhost=${acme.tenant_id}`,
    `http://mallory.localhost=${mallory.tenant_id}`,
  ].join(',');

export const openVaults = async (): Promise<Vaults> => {
  const seed = dataFolder();
  const tenants = { acme: await initVault(seed.path), mallory: await addTenant(seed.path, 'Mallory') };
  const flags = [
    '--allowed-origins',
    allowedOrigins(tenants),
    '--elements-rate',
    '100000',
    '--font-origins',
    fontOrigin,
  ];

  const first = await serveVault(seed.path, [], flags);
  const accountOf = async ({ tenant_id, key }: Initialised): Promise<Account> => {
    const make = (type: string, permissions: string[]) => makeApplication(first, key, type, permissions);
    return {
      tenantId: tenant_id,
      elements: await make('elements', every('create')),
      public: await make('public', every('create')),
      server: await make('server_to_server', [...every('read:high'), ...every('create'), ...every('update')]),
      clerk: await make('server_to_server', every('read:low')),
      office: await make('server_to_server', ['token:general:read:high']),
      management: key,
    };
  };
  const accounts = { acme: await accountOf(tenants.acme), mallory: await accountOf(tenants.mallory) };
  await first.stop();

  const start = async (guards: readonly string[]): Promise<Vault> => {
    const folder = dataFolder();
    cpSync(seed.path, folder.path, { recursive: true });
    const remover = new URL('./remove-guards.ts', import.meta.url);
    for (const name of guards) remover.searchParams.append('guard', name);
    const vault = await serveVault(folder.path, guards.length > 0 ? [remover.href] : [], flags);
    return {
      origin: vault.origin,
      stop: async () => {
        await vault.kill();
        folder.remove();
      },
    };
  };
  const running = new Map<string, Promise<Vault>>();
  return {
    accounts,
    without: (guards) => {
      const name = guards.join();
      const vault = running.get(name) ?? start(guards);
      running.set(name, vault);
      return vault;
    },
    close: async () => {
      for (const vault of running.values()) await (await vault).stop();
      seed.remove();
    },
  };
};
