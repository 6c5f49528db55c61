import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import config from '../playwright.config.ts';
import build from '../processes/build-served.ts';
import { dataFolder, initVault, makeApplication, serveVault } from '../processes/vault-process.ts';
import { calls, type Loading, load, openForm, strokes } from './elements/measure.ts';
import { type Subject, servePages, subjects } from './elements/pages.ts';
import { type Work, workOf } from './elements/work.ts';
import { count, format, milliseconds, type Table } from './table.ts';

/*
 * npm run bench:elements [-- --rounds 20]
 *
 * Prints the last part of docs/performance.md: how long a form of elements takes to load and to react, compared with iframes that contain
 * a plain input, in the same browser and the same run. Takes about a minute. The forms take turns, so that a busy moment affects all.
 * With --work it counts processor time, bytes and requests instead, which mean something on a busy machine as well.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, work: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
if (!(rounds > 0)) throw new RangeError('--rounds is a number above zero.');

const names = Object.keys(subjects) as Subject[];
const floor: Subject = 'three hand-written iframes';
const single: Subject = 'one hand-written iframe';

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
const times = (value: number, base: number) => `${(value / base).toFixed(2)} ×`;

/** How a form is visited: over a fast line, or with a delay for each answer and a slower processor. */
interface Profile {
  readonly name: string;
  readonly delay: number;
  readonly rate: number;
  readonly goals: Readonly<Partial<Record<Subject, Goal>>>;
}

type Goal = readonly [cold: string, warm: string];

const goals = (fields: Goal, card: Goal): Profile['goals'] => ({
  ...{ 'three fields': fields, 'three fields, own site': fields },
  ...{ 'one-frame card': card, 'one-frame card, own site': card },
});

const profiles: readonly Profile[] = [
  {
    ...{ name: 'fast line', delay: 0, rate: 1 },
    goals: goals(['≤ 1.15 ×', '≤ 1.10 ×'], ['≤ 0.90 ×', '']),
  },
  {
    ...{ name: '60 ms an answer and a processor four times slower', delay: 60, rate: 4 },
    goals: goals(['≤ 1.15 ×', ''], ['≤ 0.80 ×', '']),
  },
];

const loading = async (
  browser: Browser,
  urlOf: (subject: Subject) => string,
  { name: profile, rate, goals }: Profile,
): Promise<Table[]> => {
  const found = new Map(names.map((name): [Subject, Loading[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) found.get(name)?.push(await load(browser, urlOf(name), rate));
  }
  const at = (name: Subject, cache: keyof Loading, what: keyof Loading['cold']) =>
    median((found.get(name) ?? []).map((loaded) => loaded[cache][what]));
  const table = (title: string, span: 'usable' | 'mounted'): Table => ({
    title: `${title}, medians, ${profile}`,
    head: ['', 'cold', `× ${floor}`, 'goal', 'warm', `× ${floor}`, 'goal', 'bytes, cold'],
    rows: names.map((name) => [
      name,
      ...(['cold', 'warm'] as const).flatMap((cache, place) => {
        const value = at(name, cache, span);
        return [milliseconds(value), times(value, at(floor, cache, span)), goals[name]?.[place] ?? ''];
      }),
      count(at(name, 'cold', 'bytes')),
    ]),
  });
  return [
    table('Navigation until every input takes keys', 'usable'),
    table('First mount until every input takes keys', 'mounted'),
  ];
};

const typing = async (browser: Browser, urlOf: (subject: Subject) => string): Promise<Table> => {
  const forms: Subject[] = [single, 'three fields', 'one-frame card'];
  const found = new Map(forms.map((name): [Subject, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 5) {
    for (const name of forms) {
      const { page, close } = await openForm(browser, urlOf, name);
      found.get(name)?.push(...(await strokes(page, 20)));
      await close();
    }
  }
  const base = median(found.get(single) ?? []);
  const rows = [...found].map(([name, taken]) => [
    ...[name, milliseconds(median(taken)), times(median(taken), base)],
    name === single ? '' : '≤ 1.05 ×',
  ]);
  return {
    title: 'Keystroke until its change reaches the page, medians',
    head: ['', 'taken', `× ${single}`, 'goal'],
    rows,
  };
};

const calling = async (browser: Browser, urlOf: (subject: Subject) => string): Promise<Table> => {
  const { page, close } = await openForm(browser, urlOf, 'one-frame card');
  const { bare, element } = await calls(page, rounds * 2);
  await close();
  return {
    title: 'A card becomes a token, medians',
    head: ['', 'taken', '× bare fetch'],
    rows: [
      ['bare fetch of the same request', milliseconds(median(bare)), times(1, 1)],
      ['tokens.create with an element', milliseconds(median(element)), times(median(element), median(bare))],
    ],
  };
};

const working = async (browser: Browser, urlOf: (subject: Subject) => string): Promise<Table> => {
  const found = new Map(names.map((name): [Subject, Work[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) found.get(name)?.push(await workOf(browser, urlOf(name)));
  }
  const rows = [...found].map(([name, works]) => {
    const at = (what: keyof Work) => median(works.map((work) => work[what]));
    const taken = (['page', 'frames', 'script', 'layout'] as const).map((what) => milliseconds(at(what)));
    const ratio = times(at('all'), median((found.get(floor) ?? []).map(({ all }) => all)));
    return [name, milliseconds(at('all')), ratio, ...taken, count(at('bytes')), count(at('requests'))];
  });
  return {
    title: 'Processor time until every input takes keys, with an empty cache, medians',
    head: ['', 'browser', `× ${floor}`, 'page', 'frames', 'of it scripts', 'of it layout', 'bytes', 'requests'],
    rows,
  };
};

build();
const folder = dataFolder();
const { key: managementKey } = await initVault(folder.path);
let delay = 0;
const pages = await servePages(() => delay);
const ownSite = ['--own-site', '--public-url', pages.own];
const vault = await serveVault(folder.path, [], ['--elements-rate', '100000', ...ownSite]);
pages.begin(vault.origin, await makeApplication(vault, managementKey, 'elements', ['token:pci:create']));
const { args = [], ...launch } = config.use?.launchOptions ?? {};
// Like the browsers of users. Without a window, Chromium may put a page and iframes of another site into one process.
const browser = await chromium.launch({ ...launch, args: [...args, '--site-per-process'] });
const [{ model } = { model: 'unknown' }] = cpus();
process.stdout.write(
  `Chromium ${browser.version()}, ${cpus().length} × ${model}, load before the start ${loadavg()[0]?.toFixed(2)}\n\n`,
);
try {
  if (values.work) process.stdout.write(`${format(await working(browser, pages.urlOf))}\n`);
  for (const profile of values.work ? [] : profiles) {
    delay = profile.delay;
    for (const table of await loading(browser, pages.urlOf, profile)) process.stdout.write(`${format(table)}\n`);
  }
  delay = 0;
  for (const part of values.work ? [] : [typing, calling]) {
    process.stdout.write(`${format(await part(browser, pages.urlOf))}\n`);
  }
} finally {
  await browser.close();
  pages.close();
  await vault.stop();
  folder.remove();
}
