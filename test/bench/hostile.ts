import { parseArgs } from 'node:util';
import { startGenerator } from './generator.ts';
import type { World } from './hostile/attack.ts';
import { attacks as all } from './hostile/attacks.ts';
import { type Callers, startCallers, startCounting } from './hostile/callers.ts';
import { startVictim } from './hostile/victim.ts';
import { count, format, milliseconds } from './table.ts';

/*
 * npm run bench:hostile [-- --seconds 5] [-- --only WORDS]
 *
 * Attacks a vault with every row of hostile/attacks.ts, for some seconds each, while another tenant reads tokens of its own. Prints the
 * longest stall of the main thread, the peak of memory, and what the other tenant still gets.
 *
 * Callers and generator share the processor cores with the vault. So the table says who used how many of them, and what the other
 * tenant gets beside a process that only counts and sends nothing.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' }, only: { type: 'string' } } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new RangeError('--seconds is a number above zero.');
const attacks = all.filter(({ name }) => name.includes(values.only ?? ''));

const victim = await startVictim();
const { origin } = victim;
const generator = startGenerator();

const call: World['call'] = async (method, path, key, body) => {
  const response = await fetch(origin + path, {
    ...{ method, headers: { 'bt-api-key': key, 'content-type': 'application/json' } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
};

const application = async (owner: string, type: string, permissions: readonly string[]): Promise<string> =>
  (await call<{ key: string }>('POST', '/applications', owner, { name: type, type, permissions })).key;

const create = async (key: string, data: string): Promise<string> =>
  (await call<{ id: string }>('POST', '/tokens', key, { type: 'token', data, metadata: { a: '1' } })).id;

const everything = (classification: string) =>
  ['create', 'read:high', 'update', 'delete'].map((operation) => `token:${classification}:${operation}`);

try {
  const server = await application(victim.attacker, 'server_to_server', [
    ...everything('general'),
    ...everything('pci'),
  ]);
  const creating = ['token:general:create', 'token:pci:create'];
  const large: string[] = [];
  for (let n = 0; n < 100; n += 1) large.push(await create(server, 'x'.repeat(900_000)));
  const world: World = {
    ...{ origin, call, large },
    keys: {
      server,
      public: await application(victim.attacker, 'public', creating),
      elements: await application(victim.attacker, 'elements', creating),
    },
  };

  const reader = await application(victim.neighbour, 'server_to_server', everything('general'));
  const ids: string[] = [];
  for (let n = 0; n < 100; n += 1) ids.push(await create(reader, `value ${n}`));
  const read = async () =>
    await generator.run({
      ...{ origin, method: 'GET', headers: { 'bt-api-key': reader }, status: 200, connections: 8 },
      ...{ requests: ids.map((id) => ({ path: `/tokens/${id}` })), load: { seconds } },
    });
  await read();
  await victim.strain();
  const idle = await read();
  const idleStrain = await victim.strain();

  const rows: string[][] = [];
  let [stall, busiest, reads] = [0, 0, 0];
  const measure = async (name: string, start: () => Callers): Promise<number> => {
    await victim.strain();
    const own = process.cpuUsage();
    const callers = start();
    const { perSecond, processor } = await read();
    const strain = await victim.strain();
    const { user, system } = process.cpuUsage(own);
    const statuses = await callers.stop();
    stall = Math.max(stall, strain.stall);
    busiest = Math.max(busiest, strain.busiest);
    const cores = [strain.thread, strain.process - strain.thread, (user + system) / 1000, processor];
    rows.push([
      name,
      milliseconds(strain.stall),
      milliseconds(strain.busiest),
      `${Math.round(victim.peak())} MB`,
      (perSecond / idle.perSecond).toFixed(2),
      cores.map((time) => (time / seconds / 1000).toFixed(2)).join(' + '),
      [...statuses].map(([status, times]) => `${times} × ${status}`).join(', '),
    ]);
    return perSecond;
  };

  await measure('nothing but a process that counts', startCounting);
  [stall, busiest] = [0, 0];
  for (const attack of attacks) {
    const prepared = (await attack.prepare?.(world)) ?? '';
    reads += await measure(attack.name, () =>
      startCallers(origin, attack.request(world, prepared), attack.callers ?? 20),
    );
  }
  const ratio = reads / attacks.length / idle.perSecond;
  const peak = `${Math.round(victim.peak())} MB`;
  const table = {
    title: `Attacks of ${seconds} s each; idle, the other tenant reads ${count(idle.perSecond)}/s with stalls of ${milliseconds(idleStrain.stall)}`,
    head: [
      '',
      'longest stall',
      'of processor time',
      'peak memory so far',
      'reads of another',
      'cores: main thread + other threads + callers + reader',
      'answers',
    ],
    rows: [
      ...rows,
      ['all attacks', milliseconds(stall), milliseconds(busiest), peak, ratio.toFixed(2), '', ''],
      ['goal', '≤ 50 ms', '', '≤ 512 MB', '≥ 0.50', '', ''],
    ],
  };
  process.stdout.write(`${format(table)}\n`);
} finally {
  await generator.stop();
  await victim.remove();
}
