import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFlags, ownCli } from './built.ts';
import { fill } from './fill.ts';
import { type Server, startServer } from './server.ts';
import { call } from './vault.ts';

/** The API keys of a vault under test. */
export interface Keys {
  /** Creates cards and reads them in plaintext. */
  plain: string;
  /** Reads cards masked. */
  masked: string;
}

/** A vault with keys and a thousand cards, and beside it a bare server on a copy of the same folder. */
export interface Subjects {
  vault: Server;
  bare: Server;
  keys: Keys;
  /** The key that makes applications. */
  management: string;
  /** Ids of cards that both have. */
  ids: string[];
  remove(): Promise<void>;
}

/** Makes a vault in a folder. */
export const initVault = (folder: string, cli = ownCli()): { key: string } => {
  const args = [...nodeFlags(cli), cli, 'init', '--data-dir', folder, '--tenant', 'Bench', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`init failed: ${stderr}`);
  return JSON.parse(stdout);
};

/** Imports a table of BINs into the vault of a folder: ten thousand ranges, among them those of all cards of the benchmark. */
export const importBins = (folder: string, cli = ownCli()): void => {
  const file = join(folder, 'bins.csv');
  const lines = Array.from({ length: 10_000 }, (_, n) => `${400_000 + n * 50}-${400_049 + n * 50},credit,Bank ${n},US`);
  writeFileSync(file, ['bin,funding,issuer,country', ...lines].join('\n'));
  const args = [...nodeFlags(cli), cli, 'bins', 'import', file, '--data-dir', folder];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`bins import failed: ${stderr}`);
};

/** Serves a vault. Rate limits must not end a measurement. */
export const serveVault = (
  folder: string,
  log: string,
  {
    cli = ownCli(),
    flags = [],
    imports,
    profile,
  }: { cli?: string; flags?: readonly string[]; imports?: readonly string[]; profile?: string | undefined } = {},
): Promise<Server> =>
  startServer({
    file: cli,
    args: ['serve', '--data-dir', folder, '--port', '0', '--rate', '1000000', ...flags],
    log,
    imports,
    profile,
  });

export const makeKeys = async (vault: Server, management: string): Promise<Keys> => {
  const make = async (name: string, permissions: string[]) => {
    const application = { name, type: 'server_to_server', permissions };
    return (await call<{ key: string }>(vault, management, 'POST', '/applications', application)).key;
  };
  return {
    plain: await make('Plain', ['token:pci:create', 'token:pci:read:high']),
    masked: await make('Masked', ['token:pci:read:low']),
  };
};

/**
 * Starts the vault and the bare server. `profile` is a folder for a CPU profile of the vault, `cli` the command line of
 * another build, `flags` more flags of `serve`.
 */
export const startSubjects = async (
  profile?: string,
  cli = ownCli(),
  flags: readonly string[] = [],
): Promise<Subjects> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
  const data = join(folder, 'vault');
  const { key } = initVault(data, cli);
  const first = await serveVault(data, join(folder, 'first.log'), { cli, flags });
  const keys = await makeKeys(first, key);
  const ids = await fill(first, keys.plain, 0, 1000, 1);
  await first.stop();
  cpSync(data, join(folder, 'bare'), { recursive: true });

  const vault = await serveVault(data, join(folder, 'vault.log'), { cli, flags, profile });
  const bare = await startServer({
    file: './bare-server.ts',
    args: [join(folder, 'bare')],
    log: join(folder, 'bare.log'),
  });
  return {
    vault,
    bare,
    keys,
    management: key,
    ids,
    remove: async () => {
      await vault.stop();
      await bare.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
