import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { dataFolder, initVault, makeApplication, serveVault } from '../processes/vault-process.ts';
import type { GuardName } from './world/guards.ts';

const worker = "addEventListener('fetch', (event) => event.respondWith(new Response('owned')));";

/** Acts as the origin it is shown under, as far as it can. */
const markup = `<!doctype html><title>Page</title><p>Hello</p><script>
  document.title = 'ran';
  try { localStorage.setItem('owned', '1'); navigator.serviceWorker.register('/proxy/worker.js', { scope: '/' }); } catch {}
</script>`;

/** A destination that means the vault ill. */
const hostile = {
  'Content-Type': 'text/html',
  'Set-Cookie': ['owned=1; Path=/', 'owned_too=1; Path=/; HttpOnly'],
  'Clear-Site-Data': '"*"',
  'Service-Worker-Allowed': '/',
  'Content-Security-Policy': "default-src * 'unsafe-inline'",
  'Access-Control-Allow-Origin': 'https://shop.example',
  'Access-Control-Allow-Credentials': 'true',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'Alt-Svc': 'h3=":443"',
  Link: '</proxy/preloaded>; rel=preload; as=script',
};

/** A vault, with guards away, whose proxy leads to the hostile destination. */
const start = async (guards: readonly GuardName[] = []) => {
  const authority = certificateAuthority();
  const asked: string[] = [];
  const destination = await startDestination(
    ({ url = '' }, response) => {
      asked.push(url);
      if (url === '/worker.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(worker);
      else response.writeHead(200, hostile).end(markup);
    },
    authority.issue(['localhost']),
  );
  const folder = dataFolder();
  const { key } = await initVault(folder.path);
  const ca = join(folder.path, 'authority.pem');
  writeFileSync(ca, authority.cert);
  const remover = new URL('./world/remove-guards.ts', import.meta.url);
  for (const name of guards) remover.searchParams.append('guard', name);
  const vault = await serveVault(folder.path, guards.length > 0 ? [remover.href] : [], [
    '--egress-ca',
    ca,
    '--allowed-destinations',
    `localhost:${destination.port}`,
  ]);
  return {
    origin: vault.origin,
    asked,
    headers: {
      'BT-API-KEY': await makeApplication(vault, key, 'server_to_server', ['token:general:use:proxy']),
      'BT-PROXY-URL': `https://localhost:${destination.port}`,
    },
    close: async () => {
      await vault.kill();
      await destination.close();
      folder.remove();
    },
  };
};

type Ground = Awaited<ReturnType<typeof start>>;

/** What is left on the vault's origin once an answer of the proxy was shown as a page, by whatever sends keys for navigations. */
const show = async (page: Page, { origin, headers, asked }: Ground) => {
  const context = page.context();
  await context.addCookies([{ name: 'kept', value: '1', url: origin }]);
  await page.setExtraHTTPHeaders(headers);
  await page.goto(`${origin}/proxy/page`);
  await page.waitForLoadState('networkidle');
  return {
    origin: await page.evaluate(() => window.origin),
    title: await page.title(),
    cookies: (await context.cookies()).map(({ name }) => name).sort(),
    asked: asked.filter((path) => path !== '/page' && path !== '/favicon.ico'),
  };
};

test.describe('with the proxy as it ships', () => {
  let ground: Ground;
  test.beforeAll(async () => {
    ground = await start();
  });
  test.afterAll(() => ground.close());

  test('case 32: an answer of the proxy, shown as a page, leaves nothing on the origin of the vault', async ({
    page,
  }) => {
    expect(await show(page, ground)).toEqual({ origin: 'null', title: 'Page', cookies: ['kept'], asked: [] });
  });

  test('case 32: a page of another origin reads an answer of the proxy without credentials, and no cookie comes of it', async ({
    page,
  }) => {
    const read = await page.evaluate(
      async ([url, headers]) => {
        const response = await fetch(url, { headers });
        const names = [...response.headers.keys()];
        return { text: await response.text(), names };
      },
      [`${ground.origin}/proxy/page`, ground.headers] as const,
    );
    expect(read.text).toBe(markup);
    expect(read.names).not.toContain('link');
    expect(await page.context().cookies()).toEqual([]);
  });
});

test('case 32: an answer of the proxy, shown as a page [counter-proof: it acts but for “answers of the proxy are inert”]', async ({
  page,
}) => {
  const ground = await start(['answers of the proxy are inert', 'answers of the proxy say nothing for the vault']);
  expect(await show(page, ground)).toMatchObject({ origin: ground.origin, title: 'ran' });
  await ground.close();
});

test('case 32: an answer of the proxy [counter-proof: it rules over cookies but for “answers of the proxy say nothing for the vault”]', async ({
  page,
}) => {
  const ground = await start(['answers of the proxy say nothing for the vault']);
  const { cookies } = await show(page, ground);
  expect(cookies).not.toEqual(['kept']);
  await ground.close();
});
