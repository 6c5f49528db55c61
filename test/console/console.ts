import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { inRoot } from '../../build/root.ts';
import type { RoleName } from '../../packages/contract/src/console/roles.ts';
import { dataFolder, initVault, makeApplication, runVault, serveVault } from '../processes/vault-process.ts';
import { addAuthenticator } from './authenticator.ts';
import { become, callConsole, enrol } from './enrolment.ts';

export { addAuthenticator };

/** Text that would act if it ever became a part of a page, or a formula if a spreadsheet opened it. */
export const hostile = {
  image: '<img src=x onerror="window.ran=true">',
  script: '</td><script>window.ran=true</script>',
  formula: '=HYPERLINK("http://evil.example";"open")',
  name: 'Ada <b>Reyes</b>',
};

export const cardNumber = '4242424242424242';

export interface Console {
  readonly url: string;
  readonly vault: string;
  readonly tenantId: string;
  /** Ids of tokens: a card, its child, a text whose metadata is hostile. */
  readonly card: string;
  readonly child: string;
  readonly hostile: string;
  /** What the vault has written to its log. */
  log(): string;
  /** Makes the versions of keys as old as they are a minute later, so that no test waits until one is used and another one settled. */
  ageKeys(): void;
  /** Invites somebody, and gives the link. */
  invite(role: RoleName, name?: string): Promise<string>;
  /** Signs somebody of a role in, without a passkey at hand. */
  signIn(context: BrowserContext, role: RoleName): Promise<void>;
}

const created = async (vault: string, key: string, path: string, body: unknown): Promise<string> => {
  const response = await fetch(`${vault}${path}`, {
    method: 'POST',
    headers: { 'BT-API-KEY': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status !== 201) throw new Error(`${path}: ${await response.text()}`);
  const { id } = (await response.json()) as { id: string };
  return id;
};

/** Invites the first administrator, while the vault starts: of the link, only what stands behind the `#` is right. */
const inviteFirst = async (folder: string): Promise<string> => {
  const about = ['--data-dir', folder, '--role', 'administrator', '--name', hostile.name, '--all-tenants'];
  const { code, stdout, all } = await runVault([
    'operators',
    'invite',
    ...about,
    '--console-public-url',
    'http://localhost',
    '--json',
  ]);
  if (code !== 0) throw new Error(`Nobody was invited: ${all}`);
  return (JSON.parse(stdout) as { link: string }).link;
};

const manySignIns = new URL('./many-sign-ins.ts', import.meta.url).href;

const start = async (flags: string[]) => {
  const folder = dataFolder();
  const { key, tenant_id: tenantId } = await initVault(folder.path);
  const invited = inviteFirst(folder.path);
  const served = await serveVault(folder.path, [manySignIns], ['--console-port', '0', ...flags]);
  /** What the log says of itself: the console listens before the vault does. */
  const told = async (line: RegExp): Promise<string> => {
    const found = () => line.exec(served.output().toString())?.[1] ?? '';
    await expect.poll(found).not.toBe('');
    return found();
  };
  const url = await told(/"console_url":"([^"]+)"/);
  const vault = await told(/"url":"(http:[^"]+)"[^\n]*"msg":"listening"/);
  const permissions = ['token:create', 'token:read', 'token:search'];
  const tokenKey = await makeApplication({ ...served, origin: vault }, key, 'private', permissions);
  const make = (body: object, path = '/tokens') => created(vault, tokenKey, path, body);
  const card = await make({
    type: 'card',
    data: { number: cardNumber, expiration_month: 12, expiration_year: 2034 },
    metadata: { order: '7', 'my key': 'two words' },
    container: '/pci/high/',
  });
  const child = await make(
    { type: 'social_security_number', data: '123-45-6789', metadata: { order: '7' } },
    `/tokens/${card}/children`,
  );
  const odd = await make({
    type: 'token',
    data: 'harmless',
    metadata: { [hostile.image]: hostile.script, note: hostile.formula },
  });

  /** The command line invites an administrator, who invites everybody else: a call is quicker than a process. */
  const administrator = enrol(`${url}/enrol${new URL(await invited).hash}`);
  const enrolled = new Map([['administrator' as RoleName, administrator]]);
  const invite: Console['invite'] = async (role, name = hostile.name) => {
    const body = { name, role, tenant_id: null };
    const response = await callConsole(url, '/console/operators', body, (await administrator).cookies);
    return ((await response.json()) as { link: string }).link;
  };
  const signIn: Console['signIn'] = async (context, role) => {
    const known = enrolled.get(role) ?? invite(role).then(enrol);
    enrolled.set(role, known);
    await context.addCookies((await known).cookies);
  };
  const ageKeys = () => {
    const keys = new DatabaseSync(join(folder.path, 'keys.db'));
    keys.exec('update wrapped_keys set active_at = active_at - 60000; update key_changes set n = n + 1');
    keys.close();
  };
  return {
    console: {
      ...{ url, vault, tenantId, card, child, hostile: odd, invite, signIn, ageKeys },
      log: () => served.output().toString(),
    },
    close: async () => {
      await served.stop();
      folder.remove();
    },
  };
};

export const test = base.extend<object, { served: Console; flags: string[] }>({
  /** Flags of `serve`. All specs that can do with these share a vault. Without a name here, pages of loopback would be allowed. */
  flags: [['--allowed-origins', 'https://shop.example'], { option: true, scope: 'worker' }],
  served: [
    async ({ flags }, use) => {
      const { console, close } = await start(flags);
      await use(console);
      await close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Signs somebody in who has a passkey at hand. */
export const enter = async (page: Page, served: Console, role: RoleName, name: string): Promise<void> =>
  become(page, await enrol(await served.invite(role, name)));

/** The address of a place of the tenant. */
export const at = ({ url, tenantId }: Console, path: string): string => `${url}/t/${tenantId}${path}`;

/** Goes to another view as a link of the page does, without loading the page again, and waits until it is there with all that it shows. */
export const visit = async (page: Page, address: string): Promise<void> => {
  const before = await page.title();
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
  await expect(page).not.toHaveTitle(before);
  await expect(page.locator('.skeleton')).toHaveCount(0);
};

/** Saves a form. The page has said that it is saved before, when it was made, so that says nothing. */
export const saveIn = async (page: Page): Promise<void> => {
  const saved = page.waitForResponse((response) => /^(PUT|PATCH)$/.test(response.request().method()));
  await page.getByRole('button', { name: 'Save' }).click();
  expect((await saved).ok()).toBe(true);
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
};

/** Keeps what the browser complains about: violations of the policy, errors of scripts. */
export const complaints = (page: Page): string[] => {
  const found: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && found.push(message.text())));
  page.on('pageerror', (error) => void found.push(error.message));
  return found;
};

const axe = readFileSync(inRoot('node_modules/axe-core/axe.min.js'), 'utf8');

/** Expects nothing of a page that axe objects to. */
export const expectAccessible = async (page: Page): Promise<void> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    interface Violation {
      id: string;
      nodes: { html: string }[];
    }
    interface Axe {
      run(page: Document, options: { resultTypes: string[] }): Promise<{ violations: Violation[] }>;
    }
    const { axe } = window as unknown as { axe: Axe };
    // Of what it does not object to, nothing is told.
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
  expect(found).toEqual([]);
};

/** Expects that nothing of a page stands out of a narrow window. */
export const expectFits = async (page: Page, path: string): Promise<void> => {
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const);
  expect(width, `the width of ${path}`).toBeLessThanOrEqual(inner);
};
