import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { dataFolder, initVault, makeApplication, serveVault } from '../processes/vault-process.ts';
import { milliseconds, type Table } from './table.ts';
import { call } from './vault.ts';

const charging = (url: string) => `module.exports = async ({ sourceToken }) => {
  const response = await fetch('${url}', { method: 'POST', body: JSON.stringify(sourceToken.data) });
  return { raw: await response.json() };
};`;

/** The median time of calls one after the other, in milliseconds. */
const middleOf = async (send: () => Promise<unknown>, calls: number): Promise<number> => {
  for (let warm = 0; warm < 10; warm += 1) await send();
  const times: number[] = [];
  for (let done = 0; done < calls; done += 1) {
    const started = performance.now();
    await send();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(calls / 2)] ?? Number.NaN;
};

/** Compares a charge that is sent to a destination on this machine directly with one that a reactor's code sends. */
export const reactorOverhead = async (calls: number): Promise<Table> => {
  const authority = certificateAuthority();
  const acquirer = await startDestination(
    (asked, answer) => void asked.resume().on('end', () => answer.end('{"paid":true}')),
    authority.issue(['localhost']),
  );
  const url = `https://localhost:${acquirer.port}/charges`;
  const folder = dataFolder();
  const { key: management } = await initVault(folder.path);
  const ca = `${folder.path}/acquirer.pem`;
  writeFileSync(ca, authority.cert);
  const flags = ['--rate', '1000000', '--egress-ca', ca, '--allowed-destinations', `localhost:${acquirer.port}`];
  const vault = await serveVault(folder.path, [], flags);
  try {
    const server = { origin: vault.origin, used: () => 0, stop: async () => undefined };
    const make = (path: string, body: object) => call<{ id: string }>(server, management, 'POST', path, body);
    const reactorOf = async (code: string): Promise<string> => {
      const formula = await make('/reactor-formulas', { name: 'F', type: 'private', source_token_type: 'card', code });
      return (await make('/reactors', { name: 'R', formula: { id: formula.id } })).id;
    };
    const permissions = ['token:pci:create', 'token:pci:use:reactor'];
    const key = await makeApplication(vault, management, 'server_to_server', permissions);
    const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };
    const { id } = await call<{ id: string }>(server, key, 'POST', '/atomic/cards', { card });
    const react = (reactor_id: string) => () => call(server, key, 'POST', `/atomic/cards/${id}/react`, { reactor_id });
    const straight = () =>
      new Promise<void>((resolve, reject) => {
        const sent = request(url, { method: 'POST', ca: authority.cert, agent: false }, (answer) => {
          answer.resume().on('end', resolve);
        });
        sent.on('error', reject).end(JSON.stringify(card));
      });
    const base = await middleOf(straight, calls);
    const ways = {
      'straight, a connection each': base,
      'by a reactor': await middleOf(react(await reactorOf(charging(url))), calls),
      'a reactor that calls nobody': await middleOf(react(await reactorOf('module.exports = () => 1')), calls),
    };
    return {
      title: `A charge over TLS by the code of a reactor, middle of ${calls} calls one after the other`,
      head: ['', 'p50', 'ratio'],
      rows: Object.entries(ways).map(([what, p50]) => [what, milliseconds(p50), (p50 / base).toFixed(2)]),
    };
  } finally {
    await vault.kill();
    await acquirer.close();
    folder.remove();
  }
};
