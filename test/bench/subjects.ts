import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill } from './fill.ts';
import { type Server, startServer } from './server.ts';
import { call } from './vault.ts';

/** The command line of this working tree, as images start it. */
const ownCli = fileURLToPath(new URL('../../packages/vault/start.js', import.meta.url));

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

const init = (cli: string, folder: string): { key: string } => {
  const args = ['--conditions=@tessera/source', cli, 'init', '--data-dir', folder, '--tenant', 'Bench', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`init failed: ${stderr}`);
  return JSON.parse(stdout);
};

const makeKeys = async (vault: Server, management: string): Promise<Keys> => {
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
  cli = ownCli,
  flags: readonly string[] = [],
): Promise<Subjects> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
  const data = join(folder, 'vault');
  const serve = (log: string) =>
    startServer({
      file: cli,
      // Rate limits must not end the measurement.
      args: ['serve', '--data-dir', data, '--port', '0', '--rate', '1000000', ...flags],
      log: join(folder, log),
      ...(log === 'vault.log' && { profile }),
    });

  const { key } = init(cli, data);
  const first = await serve('first.log');
  const keys = await makeKeys(first, key);
  const ids = await fill(first, keys.plain, 0, 1000, 1);
  await first.stop();
  cpSync(data, join(folder, 'bare'), { recursive: true });

  const vault = await serve('vault.log');
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
