import { createHash } from 'node:crypto';
import { type BrowserContext, test as base, type Frame, type Page } from '@playwright/test';
import { buildToolkit, buildWithout } from './bundles.ts';
import { openFirefox } from './firefox.ts';
import { type Guard, type GuardName, guards, type Program, withoutGuard } from './guards.ts';
import { type Alter, type Answer, type Internet, isVault, openInternet, type Sent } from './internet.ts';
import { type Recording, startRecording } from './recorder.ts';
import { type Accounts, openVaults, type Vaults } from './vaults.ts';

export const vaultOrigin = 'http://vault.localhost';
export const shopOrigin = 'http://shop.localhost';
export const malloryOrigin = 'http://mallory.localhost';
export const attackerOrigin = 'http://attacker.localhost';

/** Starts frames of a vault before the SDK. */
const early = (vault: string, frames: string) => `<script src="${vault}/js/early.js" data-frames="${frames}"></script>`;

/** What every host but the vault's shows: the shop's form, the SDK and the toolkit of an attacker. */
const page = (vault: string, beforeSdk: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Page</title>${beforeSdk}
<body>
<div id="number"></div><div id="expiry"></div><div id="code"></div><div id="card"></div><div id="note"></div>
<script src="${vault}/js/elements.js"></script>
<script src="/toolkit.js"></script>
</body>
</html>`;

/** Everything a worker starts once. */
interface Ground {
  readonly internet: Internet;
  readonly vaults: Vaults;
  readonly toolkit: string;
  script(program: 'frame' | 'page', names: readonly GuardName[]): Promise<string>;
}

/** A browser with nothing in it, its internet, and a vault with two tenants. */
export interface World extends Recording {
  readonly accounts: Accounts;
  readonly context: BrowserContext;
  /** Whether the shop starts a frame before it has the SDK. */
  readonly early: boolean;
  /** All requests of this test. */
  readonly requests: readonly Sent[];
  /** Takes guards away for the rest of this test. */
  remove(...names: GuardName[]): Promise<void>;
  /** Changes answers for the rest of this test, after the changes made before. */
  alter(change: Alter): void;
  /** What all hosts but the vault's answer with. */
  site(sent: Sent): Answer;
  /** Opens a page of any host. */
  open(url: string): Promise<Page>;
  /** The data of a token, as a server that holds this key reads it; nothing where it finds none. */
  read(key: string, id: string): Promise<unknown>;
  /** What a server of a tenant does with this key, from where no browser is in the way. */
  send(key: string, path: string, body: object): Promise<{ status: number; body: Readonly<Record<string, unknown>> }>;
  /** Deletes an object of a tenant. */
  erase(key: string, path: string): Promise<number>;
  /** How many tokens a tenant has, told by a server key. */
  count(key: string): Promise<number>;
}

/** Nothing that is sent anywhere fails for want of a permission. */
const anybody = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};

const site =
  (toolkit: string): ((sent: Sent) => Answer) =>
  ({ method, url }) => {
    if (method === 'OPTIONS') return { status: 204, headers: anybody, body: '' };
    if (url.pathname === '/toolkit.js') {
      return { status: 200, headers: { ...anybody, 'content-type': 'text/javascript' }, body: toolkit };
    }
    const vault = `http://${url.searchParams.get('vault') ?? 'vault.localhost'}`;
    const other = url.searchParams.get('early');
    const isShop = url.searchParams.has('shop');
    const frames = url.searchParams.get('frames') ?? '1';
    const beforeSdk = other ? early(`http://${other}`, frames) : isShop ? early(vault, frames) : '';
    const headers = { ...anybody, 'content-type': 'text/html; charset=utf-8' };
    return { status: 200, headers, body: page(vault, beforeSdk) };
  };

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The inline script of a frame's document. */
export const inlineScript = /(<script data-build="[^"]*"[^>]*>)([\s\S]*?)(?=<\/script>)/;

/** Serves other scripts in the places of the vault's own; the policy of frames names the digest of theirs. */
const withScripts =
  ({ frame, page }: { frame: string | undefined; page: string | undefined }): Alter =>
  ({ url }, answer) => {
    if (!isVault(url)) return answer;
    if (page !== undefined && url.pathname === '/js/elements.js') return { ...answer, body: page };
    const [found, , own = ''] = inlineScript.exec(answer.body) ?? [];
    if (frame === undefined || url.pathname !== '/elements/' || found === undefined) return answer;
    const policy = answer.headers['content-security-policy'] ?? '';
    return {
      ...answer,
      headers: { ...answer.headers, 'content-security-policy': policy.replace(digest(own), () => digest(frame)) },
      body: answer.body.replace(inlineScript, (_, tag: string) => tag + frame),
    };
  };

/** Changes a header or the body of the vault's answers; the guard says which. */
const withoutPart =
  (name: GuardName): Alter =>
  ({ url }, answer) => {
    const guard: Guard = guards[name];
    if (guard.in !== 'answer' || !isVault(url)) return answer;
    const value = guard.header === 'body' ? answer.body : (answer.headers[guard.header] ?? '');
    const isMeant = guard.path === undefined ? guard.here.test(value) : url.pathname === guard.path;
    if (!isMeant) return answer;
    const changed = withoutGuard(name, value);
    if (guard.header === 'body') return { ...answer, body: changed };
    return { ...answer, headers: { ...answer.headers, [guard.header]: changed } };
  };

const openWorld = async (
  openContext: () => Promise<BrowserContext>,
  { internet, vaults, script }: Ground,
  early: boolean,
) => {
  const changes: Alter[] = [];
  internet.forget();
  internet.alter = (sent, answer) =>
    changes.reduce<Answer | 'lost'>((now, change) => (now === 'lost' ? now : change(sent, now)), answer);
  internet.vault = (await vaults.without([])).origin;
  const context = await openContext();
  const recording = await startRecording(context);

  const ask = async (key: string, path: string) => {
    const response = await fetch(internet.vault + path, { headers: { 'BT-API-KEY': key } });
    return await response.json();
  };
  const world: World = {
    ...recording,
    accounts: vaults.accounts,
    context,
    early,
    requests: internet.requests,
    remove: async (...names) => {
      const of = (program: Program) => names.filter((name) => guards[name].in === program);
      if (of('vault').length > 0) internet.vault = (await vaults.without(of('vault'))).origin;
      const [frame, page] = await Promise.all(
        (['frame', 'page'] as const).map((program) => of(program).length > 0 && script(program, of(program))),
      );
      changes.push(withScripts({ frame: frame || undefined, page: page || undefined }));
      changes.push(...names.filter((name) => guards[name].in === 'answer').map(withoutPart));
    },
    alter: (change) => void changes.push(change),
    site: internet.site,
    open: async (url) => {
      const opened = await context.newPage();
      await opened.goto(url);
      return opened;
    },
    read: async (key, id) => (id === '' ? undefined : (await ask(key, `/tokens/${id}`)).data),
    send: async (key, path, body) => {
      const headers = { 'BT-API-KEY': key, 'Content-Type': 'application/json' };
      const response = await fetch(internet.vault + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    erase: async (key, path) => {
      const response = await fetch(internet.vault + path, { method: 'DELETE', headers: { 'BT-API-KEY': key } });
      return response.status;
    },
    count: async (key) => (await ask(key, '/tokens')).pagination.total_items,
  };
  const close = async () => {
    await context.close();
    const [fault] = internet.faults;
    if (fault) throw fault;
  };
  return { world, close };
};

export const test = base.extend<
  { world: World; early: boolean },
  { engine: 'chromium' | 'firefox'; ground: Ground; openContext: () => Promise<BrowserContext> }
>({
  /** Which browser the attacks run in; a project of playwright.config.ts says so. */
  engine: ['chromium', { option: true, scope: 'worker' }],
  openContext: [
    async ({ browser, engine, ground: { internet } }, use) => {
      if (engine === 'chromium') return use(() => browser.newContext({ proxy: { server: internet.proxy } }));
      const firefox = await openFirefox(internet.proxy);
      await use(firefox.openContext);
      await firefox.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  ground: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const [internet, vaults, toolkit] = await Promise.all([openInternet(), openVaults(), buildToolkit()]);
      internet.site = site(toolkit);
      const scripts = new Map<string, Promise<string>>();
      const script: Ground['script'] = (program, names) => {
        const name = [program, ...names].join();
        const built = scripts.get(name) ?? buildWithout(program, names);
        scripts.set(name, built);
        return built;
      };
      await use({ internet, vaults, toolkit, script });
      await vaults.close();
      await internet.close();
    },
    { scope: 'worker' },
  ],
  early: [false, { option: true }],
  world: async ({ openContext, ground, early }, use) => {
    const { world, close } = await openWorld(openContext, ground, early);
    await use(world);
    await close();
  },
});

/** The documents of a page that stand on the vault's origin. */
export const vaultFrames = (page: Page): Frame[] =>
  page.frames().filter((frame) => frame.url().startsWith(vaultOrigin));
