import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { addAuthenticator } from '../console/authenticator.ts';
import config from '../playwright.config.ts';
import build from '../processes/build-served.ts';
import {
  dataFolder,
  type Initialised,
  initVault,
  makeApplication,
  runVault,
  serveVault,
} from '../processes/vault-process.ts';
import { ownCli } from './built.ts';
import { fill } from './fill.ts';
import { count, format, milliseconds } from './table.ts';

/*
 * npm run bench:console [-- --tokens 1000000 --rounds 9]
 *
 * How long the first view of the console takes with an empty cache, compared with the same document of the same server whose script the
 * browser does not load; and how long the list of tokens takes with a thousand of them and with many. Both take turns in one browser, and
 * ratios are the medians of those within a turn. Beside them stands the processor time of all of the browser's processes, which other work on
 * the machine changes less. Filling a vault with a million tokens takes minutes; --tokens 20000 gives a first look.
 */
const { values } = parseArgs({
  options: { tokens: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '9' } },
});
const [tokens, rounds] = [Number(values.tokens), Number(values.rounds)];
if (!(tokens >= 1000) || !(rounds > 0)) throw new RangeError('--tokens is 1000 or more, --rounds a number above zero.');

/** Tokens of the tenant with which the other one is compared. */
const fewest = 1000;

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Milliseconds until something was drawn, and those that processors spent on it. */
interface Taken {
  time: number;
  work: number;
}

/** Milliseconds that processors have spent on the browser so far. */
const spent = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
};

/** What it takes from the navigation until something of a selector is there and drawn. */
const untilShown = async (
  context: BrowserContext,
  url: string,
  selector: string,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<Taken> => {
  const page = await context.newPage();
  await prepare(page);
  await page.addInitScript((wanted) => {
    const look = () => {
      if (!document.querySelector(wanted)) return false;
      // The second frame begins after the first was drawn.
      requestAnimationFrame(() => requestAnimationFrame(() => Object.assign(window, { shownAt: performance.now() })));
      return true;
    };
    const watch = new MutationObserver(() => look() && watch.disconnect());
    watch.observe(document, { childList: true, subtree: true });
  }, selector);
  const before = await spent(browser);
  await page.goto(url);
  const shown = await page.waitForFunction(() => (window as { shownAt?: number }).shownAt);
  const time = Number(await shown.jsonValue());
  const work = (await spent(browser)) - before;
  await page.close();
  return { time, work };
};

/** What it takes until a page of the console is drawn by a browser that has loaded nothing yet, with its scripts or without them. */
const untilCold = async (url: string, { scripts }: { scripts: boolean }): Promise<Taken> => {
  const context = await browser.newContext();
  const taken = await untilShown(context, url, scripts ? 'main h1' : 'body', async (page) => {
    const tools = await context.newCDPSession(page);
    await tools.send('Network.enable');
    if (!scripts) await tools.send('Network.setBlockedURLs', { urls: ['*.js'] });
  });
  await context.close();
  return taken;
};

/** How many times longer one of two takes than the other: the median of the ratios within each turn. */
const inTurns = async (one: () => Promise<Taken>, other: () => Promise<Taken>) => {
  const turns: [Taken, Taken][] = [];
  // The first turn warms up the server, and what a cache keeps.
  for (let round = 0; round <= rounds; round += 1) turns.push([await one(), await other()]);
  const counted = turns.slice(1);
  const medians = (taken: readonly Taken[]): Taken => ({
    time: median(taken.map(({ time }) => time)),
    work: median(taken.map(({ work }) => work)),
  });
  return {
    one: medians(counted.map(([taken]) => taken)),
    other: medians(counted.map(([, taken]) => taken)),
    ratio: median(counted.map(([base, { time }]) => time / base.time)),
  };
};

const cli = ownCli();
build();
const folder = dataFolder();
const { key, tenant_id: few } = await initVault(folder.path, [cli]);
const make = ['tenants', 'create', '--data-dir', folder.path, '--tenant', 'Many', '--stop-unpinned-pages', '--json'];
const many = JSON.parse((await runVault(make, [cli])).stdout) as Initialised;
const served = await serveVault(folder.path, [], ['--console-port', '0', '--rate', '1000000'], [cli]);
const browser = await chromium.launch(config.use?.launchOptions);
try {
  const told = (line: RegExp) => line.exec(served.output().toString())?.[1] ?? '';
  while (told(/("msg":"listening")/) === '') await new Promise((resolve) => setTimeout(resolve, 20));
  const url = told(/"console_url":"([^"]+)"/);
  const origin = told(/"url":"(http:[^"]+)"[^\n]*"msg":"listening"/);
  const server = { origin, used: () => Number.NaN, stop: async () => undefined };
  const invite = ['operators', 'invite', '--data-dir', folder.path, '--console-port', new URL(url).port];
  const who = ['--role', 'support', '--name', 'Bench', '--all-tenants', '--json'];
  const { stdout } = await runVault([...invite, ...who], [cli]);
  const context = await browser.newContext();
  const page = await context.newPage();
  await addAuthenticator(page);
  await page.goto((JSON.parse(stdout) as { link: string }).link);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.waitForURL((address) => address.pathname !== '/enrol');
  await page.close();

  const [{ model } = { model: 'unknown' }] = cpus();
  process.stdout.write(
    `Chromium ${browser.version()}, ${cpus().length} × ${model}, load before the start ${loadavg()[0]?.toFixed(2)}\n\n`,
  );
  const first = await inTurns(
    () => untilCold(`${url}/sign-in`, { scripts: false }),
    () => untilCold(`${url}/sign-in`, { scripts: true }),
  );
  const permissions = ['token:create', 'token:read', 'token:search'];
  const filled = async (managementKey: string, from: number, to: number) =>
    await fill(
      server,
      await makeApplication({ ...served, origin }, managementKey, 'private', permissions),
      from,
      to,
      to,
    );
  await filled(key, 0, fewest);
  const began = performance.now();
  await filled(many.key, fewest, fewest + tokens);
  process.stderr.write(`${count(tokens)} tokens were made in ${((performance.now() - began) / 1000).toFixed(0)} s.\n`);
  const listOf = (tenant: string) => () => untilShown(context, `${url}/t/${tenant}/tokens`, 'tbody tr');
  const lists = await inTurns(listOf(few), listOf(many.tenant_id));
  const row = (name: string, { time, work }: Taken, ratio?: number, goal = '') => [
    ...[name, milliseconds(time), ratio === undefined ? '' : `${ratio.toFixed(2)} ×`, goal, milliseconds(work)],
  ];
  process.stdout.write(
    format({
      title: `Until a view of the console is drawn, medians of ${rounds} turns`,
      head: ['', 'time', 'ratio', 'goal', 'processor'],
      rows: [
        row('the document without its script, empty cache', first.one),
        row('first view, empty cache', first.other, first.ratio, '≤ 1.50 ×'),
        row(`list of ${count(fewest)} tokens`, lists.one),
        row(`list of ${count(tokens)} tokens`, lists.other, lists.ratio, '≤ 1.20 ×'),
      ],
    }),
  );
} finally {
  await browser.close();
  await served.stop();
  folder.remove();
}
