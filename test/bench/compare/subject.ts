import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFlags } from '../built.ts';
import type { Job } from '../job.ts';
import { type Server, startServer } from '../server.ts';
import { call } from '../vault.ts';
import type { Destination } from './destination.ts';
import type { Build } from './revision.ts';

/** A job without its amount. */
type Work = Omit<Job, 'connections' | 'load'>;

/** A vault of one build that can be asked for everything that is compared. */
export interface Subject {
  server: Server;
  work: Readonly<Record<'charge' | 'read' | 'react' | 'reactAndCharge', Work>>;
  stop(): Promise<void>;
}

/** Makes a vault in an empty folder. */
export const initialise = ({ cli }: Build, data: string): { key: string } => {
  const args = [...nodeFlags(cli), cli, 'init', '--data-dir', data, '--tenant', 'Bench', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`init failed: ${stderr}`);
  return JSON.parse(stdout);
};

const json = { 'content-type': 'application/json' };
const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };

const charging = (url: string) => `module.exports = async ({ sourceToken }) => {
  const response = await fetch('${url}', { method: 'POST', body: JSON.stringify(sourceToken.data) });
  return { raw: await response.json() };
};`;

const prepare = async (server: Server, management: string, url: string): Promise<Subject['work']> => {
  const make = <Made = { id: string }>(path: string, body: object, key = management) =>
    call<Made>(server, key, 'POST', path, body);
  const { key } = await make<{ key: string }>('/applications', {
    ...{ name: 'Bench', type: 'server_to_server' },
    permissions: ['create', 'read:high', 'use:proxy', 'use:reactor'].map((operation) => `token:pci:${operation}`),
  });
  const { id } = await make('/tokens', { type: 'card_number', data: card.number }, key);
  const { id: atomic } = await make('/atomic/cards', { card }, key);
  const reaction = async (code: string): Promise<Work> => {
    const formula = await make('/reactor-formulas', { name: 'F', type: 'private', source_token_type: 'card', code });
    const { id: reactor_id } = await make('/reactors', { name: 'R', formula: { id: formula.id } });
    const request = { path: `/atomic/cards/${atomic}/react`, body: JSON.stringify({ reactor_id }) };
    return { ...sent, method: 'POST', headers: { ...json, ...own }, requests: [request] };
  };
  const own = { 'bt-api-key': key };
  const sent = { origin: server.origin, status: 200 };
  const body = JSON.stringify({ amount: 4200, card: { number: `{{ ${id} }}`, expiration_month: '12' } });
  return {
    charge: {
      ...{ ...sent, method: 'POST', requests: [{ path: '/proxy', body }] },
      headers: { ...json, ...own, 'bt-proxy-url': url },
    },
    read: { ...sent, method: 'GET', headers: own, requests: [{ path: `/tokens/${id}` }] },
    react: await reaction('module.exports = () => 1'),
    reactAndCharge: await reaction(charging(url)),
  };
};

/** Starts a vault of a build in a folder of its own, which may send requests to the destination. */
export const startSubject = async (build: Build, destination: Destination, profile?: string): Promise<Subject> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const data = join(folder, 'vault');
  const ca = join(folder, 'authority.pem');
  writeFileSync(ca, destination.authority);
  const { key } = initialise(build, data);
  const egress = ['--egress-ca', ca, '--allowed-destinations', new URL(destination.url).host];
  const server = await startServer({
    file: build.cli,
    // Rate limits must not end the measurement.
    args: ['serve', '--data-dir', data, '--port', '0', '--rate', '1000000', ...egress],
    log: join(folder, 'vault.log'),
    profile,
  });
  const stop = async () => {
    await server.stop();
    remove();
  };
  try {
    return { server, work: await prepare(server, key, destination.url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
