import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { inputIn, readToken, type Shop, test } from './shop.ts';

/** Headers of pages that allow as little as they can. */
const strict: Readonly<Record<string, (vault: string) => Readonly<Record<string, string>>>> = {
  'a policy of nonces, without inline styles': (vault) => ({
    'content-security-policy': [
      ...["default-src 'none'", "script-src 'nonce-shop'", "style-src 'nonce-shop'", `frame-src ${vault}`],
      ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
    ].join('; '),
  }),
  'Trusted Types required, and none allowed': (vault) => ({
    'content-security-policy': `script-src 'nonce-shop'; frame-src ${vault}; require-trusted-types-for 'script'; trusted-types 'none'`,
  }),
  'cross-origin isolation by COEP require-corp': () => ({
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
  }),
  'cross-origin isolation by COEP credentialless': () => ({
    'cross-origin-embedder-policy': 'credentialless',
    'cross-origin-opener-policy': 'same-origin',
  }),
  'no permissions for anybody': () => ({
    'permissions-policy': ['clipboard-read', 'clipboard-write', 'payment', 'storage-access', 'otp-credentials']
      .map((name) => `${name}=()`)
      .join(', '),
    'referrer-policy': 'no-referrer',
  }),
};

/** Pays with three fields; gives back the token, and whatever the browser or a policy complained of. */
const pay = async (page: Page, { elementsKey }: Shop, url: string) => {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.evaluate(async (key) => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.violations.push(`${violatedDirective} ${blockedURI}`),
    );
    const { BasisTheory } = window;
    await BasisTheory.init(key, { elements: true });
    window.fields = {
      number: BasisTheory.createElement('cardNumber', { style: { base: { color: 'navy', padding: '4px' } } }),
      expiry: BasisTheory.createElement('cardExpirationDate'),
      code: BasisTheory.createElement('cardVerificationCode'),
    };
    await Promise.all(Object.entries(window.fields).map(([id, field]) => field.mount(`#${id}`)));
  }, elementsKey);
  await inputIn(page, '#number').pressSequentially('4242424242424242');
  await inputIn(page, '#expiry').pressSequentially('1234');
  await inputIn(page, '#code').pressSequentially('123');
  const id = await page.evaluate(async () => {
    const { number, expiry, code } = window.fields;
    const data = { number, expiration_month: expiry?.month(), expiration_year: expiry?.year(), cvc: code };
    return (await window.BasisTheory.tokens.create({ type: 'card', data })).id;
  });
  complaints.push(...(await page.evaluate(() => window.violations)));
  return { id, complaints, height: await page.locator('#number iframe').evaluate((iframe) => iframe.clientHeight) };
};

declare global {
  interface Window {
    violations: string[];
  }
}

const masked = { data: { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2034 } };

for (const [name, headers] of Object.entries(strict)) {
  test(`case 18: fields work, and nothing is violated, on a page with ${name}`, async ({ page, shop }) => {
    const { id, complaints, height } = await pay(page, shop, `${shop.url}?${new URLSearchParams(headers(shop.vault))}`);
    expect(await readToken(shop, id)).toMatchObject(masked);
    expect(height).toBe(32);
    expect(complaints).toEqual([]);
  });
}

test('the script tag and the policy that `embed` prints are all that a page needs', async ({ page, shop }) => {
  const cli = fileURLToPath(new URL('../../packages/vault/src/cli.ts', import.meta.url));
  const flags = ['--conditions=@tessera/source', cli, 'embed', '--json', '--public-url', shop.vault];
  const { script, policy } = JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
  const places = ['number', 'expiry', 'code'].map((id) => `<div id="${id}"></div>`).join('');
  const server = createServer((_, response) => {
    const trusted = "require-trusted-types-for 'script'; trusted-types 'none'";
    response.setHeader('content-security-policy', `default-src 'none'; ${policy}; ${trusted}`);
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>Shop</title>${places}${script}</html>`);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const { id, complaints } = await pay(page, shop, `http://localhost:${(server.address() as AddressInfo).port}/`);
  server.close();
  expect(await readToken(shop, id)).toMatchObject(masked);
  expect(complaints).toEqual([]);
});

test('case 18: fields work where other sites get no storage, and set no cookie where they would', async ({
  page,
  shop,
}) => {
  // What browsers do that block the storage of other sites: reading it throws.
  await page.addInitScript(() => {
    if (window === window.top) return;
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      const denied = () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      };
      Object.defineProperty(window, name, { get: denied });
    }
  });
  const { id, complaints } = await pay(page, shop, shop.url);
  expect(await readToken(shop, id)).toMatchObject(masked);
  expect(complaints).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});
