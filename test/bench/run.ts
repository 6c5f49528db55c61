import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { comparable, compare } from './compare/compare.ts';
import { detailsCost } from './details.ts';
import { startGenerator } from './generator.ts';
import { growth } from './growth.ts';
import { pagesCost } from './pages.ts';
import { proxyOverhead } from './proxy.ts';
import { reactorOverhead } from './reactors.ts';
import { rulesCost } from './rules.ts';
import { type Subjects, startSubjects } from './subjects.ts';
import { format, type Table } from './table.ts';
import { throughput } from './throughput.ts';

/*
 * npm run bench [-- --quick] [-- --only rules,proxy] [-- --sizes 1000,100000] [-- --seconds 5] [-- --profile FOLDER]
 * npm run bench -- --baseline REVISION [--only proxy,reactions,reads,creates,lists,workers,memory,start]
 *
 * Prints the tables of docs/performance.md: the vault over HTTP compared with a bare server on the same store, the time of a request as
 * the vault grows, and what the proxy adds to a call. Without flags it takes about a quarter of an hour; `--only` prints some of the tables.
 * With `--baseline` it compares this working tree with another revision instead, in a few minutes.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    connections: { type: 'string', default: '64' },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
    baseline: { type: 'string' },
    only: { type: 'string' },
  },
});

const sizes = (values.sizes ?? (values.quick ? '1000,10000' : '1000,100000,1000000')).split(',').map(Number);
const seconds = Number(values.seconds ?? (values.quick ? 1 : 5));
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const connections = Number(values.connections);
if (![...sizes, seconds, rounds, connections].every((number) => number > 0)) {
  throw new RangeError('Sizes, seconds, rounds and connections are numbers above zero.');
}

/** The parts of a list that `--only` names, or all of it. */
const chosen = <Part extends string>(parts: readonly Part[]): readonly Part[] => {
  const named = values.only?.split(',');
  const unknown = named?.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined)
    throw new RangeError(`--only takes some of ${parts.join(',')}; ${unknown} is none of them.`);
  return parts.filter((part) => named?.includes(part) ?? true);
};

const print = (text: string) => process.stdout.write(text);
const say = (text: string) => process.stderr.write(text);

const [{ model } = { model: 'unknown' }] = cpus();
const memory = Math.round(totalmem() / 2 ** 30);
const load = loadavg()[0]?.toFixed(2);
print(`Node ${process.versions.node}, ${cpus().length} × ${model}, ${memory} GiB, load before the start ${load}\n\n`);

const generator = startGenerator();

/** The parts of the benchmark. Each starts vaults of its own, so that none finds the tokens of another. */
const withSubjects = async (use: (subjects: Subjects) => Promise<readonly Table[]>): Promise<void> => {
  const subjects = await startSubjects(values.profile);
  try {
    for (const table of await use(subjects)) print(`${format(table)}\n`);
  } finally {
    await subjects.remove();
  }
};

const settings = { seconds, rounds, connections };

/** The tables of docs/performance.md that are about this working tree alone, in their order. */
const tables = {
  throughput: () => withSubjects((subjects) => throughput(generator, subjects, settings)),
  rules: () => withSubjects(async (subjects) => [await rulesCost(generator, subjects, settings)]),
  details: async () => print(`${format(await detailsCost(generator, settings))}\n`),
  pages: async () => {
    const amount = { tokens: values.quick ? 20_000 : 1_000_000, page: values.quick ? 100 : 1000, requests: 300 };
    print(`${format(await pagesCost(amount, say))}\n`);
  },
  proxy: async () => print(`${format(await proxyOverhead(values.quick ? 50 : 1000))}\n`),
  reactions: async () => print(`${format(await reactorOverhead(values.quick ? 50 : 300))}\n`),
  growth: () => withSubjects((subjects) => growth(generator, subjects, { sizes, rounds, connections }, say)),
};

try {
  if (values.baseline === undefined) {
    for (const name of chosen(Object.keys(tables) as (keyof typeof tables)[])) await tables[name]();
  } else {
    const amount = {
      rounds: Number(values.rounds ?? (values.quick ? 1 : 6)),
      calls: values.quick ? 10 : 60,
      seconds: Number(values.seconds ?? (values.quick ? 1 : 2)),
    };
    const { baseline, profile } = values;
    print(`${format(await compare(generator, { baseline, only: chosen(comparable), profile, ...amount }))}\n`);
  }
} finally {
  await generator.stop();
}
