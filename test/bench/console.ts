import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { addAuthenticator } from '../console/authenticator.ts';
import config from '../playwright.config.ts';
import build from '../processes/build-served.ts';
import { dataFolder, initVault, makeApplication, runVault, serveVault } from '../processes/vault-process.ts';
import { fill } from './fill.ts';
import { count, format, milliseconds } from './table.ts';

/*
 * npm run bench:console [-- --tokens 1000000 --rounds 9]
 *
 * How long the first view of the console takes with an empty cache, compared with the same document of the same server in which no script
 * runs; and how long the list of tokens takes with a thousand of them and with many. Both take turns in one browser. Filling a vault with
 * a million tokens takes minutes; --tokens 20000 gives a first look.
 */
const { values } = parseArgs({
  options: { tokens: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '9' } },
});
const [tokens, rounds] = [Number(values.tokens), Number(values.rounds)];
if (!(tokens >= 1000) || !(rounds > 0)) throw new RangeError('--tokens is 1000 or more, --rounds a number above zero.');

const few = 1000;

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Milliseconds from the navigation until something of a selector is there and drawn. */
const untilShown = async (context: BrowserContext, url: string, selector: string): Promise<number> => {
  const page = await context.newPage();
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
  await page.goto(url);
  const shown = await page.waitForFunction(() => (window as { shownAt?: number }).shownAt);
  const time = Number(await shown.jsonValue());
  await page.close();
  return time;
};

/** Milliseconds until a document of the console is loaded in which no script runs. */
const untilLoaded = async (browser: Browser, url: string): Promise<number> => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  const time = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation');
    return (entry as PerformanceNavigationTiming).loadEventEnd;
  });
  await context.close();
  return time;
};

build();
const folder = dataFolder();
const { key, tenant_id: tenantId } = await initVault(folder.path);
const flags = ['--console-port', '0', '--rate', '1000000'];
const served = await serveVault(folder.path, [], flags);
const browser = await chromium.launch(config.use?.launchOptions);
try {
  const told = (line: RegExp) => line.exec(served.output().toString())?.[1] ?? '';
  while (told(/("msg":"listening")/) === '') await new Promise((resolve) => setTimeout(resolve, 20));
  const url = told(/"console_url":"([^"]+)"/);
  const vault = { ...served, origin: told(/"url":"(http:[^"]+)"[^\n]*"msg":"listening"/), used: () => Number.NaN };
  const server = { ...vault, stop: async () => undefined };
  const invite = ['operators', 'invite', '--data-dir', folder.path, '--console-port', new URL(url).port];
  const { stdout } = await runVault([...invite, '--role', 'support', '--name', 'Bench', '--all-tenants', '--json']);
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
  const empty: number[] = [];
  const first: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    empty.push(await untilLoaded(browser, `${url}/sign-in`));
    const cold = await browser.newContext();
    first.push(await untilShown(cold, `${url}/sign-in`, 'main h1'));
    await cold.close();
  }
  const list = async (): Promise<number> => {
    const times: number[] = [];
    // The first one warms up: parts of the page come out of the cache afterwards.
    for (let round = 0; round <= rounds; round += 1) {
      times.push(await untilShown(context, `${url}/t/${tenantId}/tokens`, 'tbody tr'));
    }
    return median(times.slice(1));
  };
  const permissions = ['token:create', 'token:read', 'token:search'];
  const tokenKey = await makeApplication({ ...served, origin: vault.origin }, key, 'private', permissions);
  await fill(server, tokenKey, 0, few, few);
  const short = await list();
  await fill(server, tokenKey, few, tokens, tokens);
  const long = await list();
  const times = (value: number, base: number) => `${(value / base).toFixed(2)} ×`;
  process.stdout.write(
    format({
      title: `Until a view of the console is drawn, medians of ${rounds} rounds`,
      head: ['', 'time', 'ratio', 'goal'],
      rows: [
        ['the document without its script, empty cache', milliseconds(median(empty)), '', ''],
        ['first view, empty cache', milliseconds(median(first)), times(median(first), median(empty)), '≤ 1.50 ×'],
        [`list of ${count(few)} tokens`, milliseconds(short), '', ''],
        [`list of ${count(tokens)} tokens`, milliseconds(long), times(long, short), '≤ 1.20 ×'],
      ],
    }),
  );
} finally {
  await browser.close();
  await served.stop();
  folder.remove();
}
