import { expect } from '@playwright/test';
import { inlineScript, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { openEarlyShop, someText, started, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** Somebody between vault and customer adds a line to a script, or to the script inside a document. */
const tamper = (world: World, path: RegExp): void =>
  world.alter(({ url }, answer) => {
    if (url.origin !== vaultOrigin || !path.test(url.pathname)) return answer;
    const isDocument = inlineScript.test(answer.body);
    const line = '\nwindow.tampered = true;';
    return {
      ...answer,
      body: isDocument ? answer.body.replace(inlineScript, (script) => script + line) : answer.body + line,
    };
  });

prove('case 24: a frame’s script that was changed on the way does not run', {
  tag: '@firefox',
  guard: 'the frame pins its script',
  attack: async (world) => {
    tamper(world, /^\/elements\/$/);
    const page = await world.open(shopOrigin);
    await page.evaluate(() => window.attack.addFrame());
    return started(world);
  },
  held: false,
  fallen: true,
});

prove('case 24: what a frame fetches later does not run either once it was changed', {
  tag: '@firefox',
  guard: 'the frame pins what it fetches later',
  attack: async (world) => {
    tamper(world, /^\/elements\/frame-.*\.js$/);
    const page = await openEarlyShop(world);
    await typeCard(page);
    return page.evaluate(() => window.attack.pay());
  },
  held: { code: 'vault-unreachable' },
  fallen: { value: someText },
});

/** Adds a script of the vault as the README says to, pinned by the digest that the vault publishes. */
const addPinned = async (world: World): Promise<string[]> => {
  const page = await world.open(shopOrigin);
  return page.evaluate(async (vault) => {
    const manifest = (await (await fetch(`${vault}/js/manifest.json`)).json()) as Record<string, { integrity: string }>;
    const ran = Object.entries(manifest).map(
      ([path, { integrity }]) =>
        new Promise<string>((resolve) => {
          const script = document.createElement('script');
          script.addEventListener('load', () => resolve(`${path} ran`));
          script.addEventListener('error', () => resolve(`${path} did not`));
          Object.assign(script, { src: vault + path, crossOrigin: 'anonymous', integrity });
          document.head.append(script);
        }),
    );
    return Promise.all(ran);
  }, vaultOrigin);
};

test('case 24: scripts for pages run with the digests that the vault publishes', { tag: '@firefox' }, async ({
  world,
}) => {
  const endings = await addPinned(world);
  expect(endings.filter((ending) => !ending.endsWith(' ran'))).toEqual([]);
  expect(endings).toContain('/js/elements.js ran');
});

test('case 24: with those digests, scripts that were changed on the way do not run', { tag: '@firefox' }, async ({
  world,
}) => {
  tamper(world, /^\/js\/.*\.js$/);
  expect((await addPinned(world)).filter((ending) => ending.endsWith(' ran'))).toEqual([]);
});
