import { expect } from '@playwright/test';
import type { BasisTheory as BasisTheoryClass } from '@tessera/js';
import { inlineScript, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { alsoEarly, prove } from './world/proof.ts';
import { openShop, someText, started, typeCard } from './world/shop.ts';

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

alsoEarly(() => {
  prove('case 24: what a frame fetches later does not run either once it was changed', {
    tag: '@firefox',
    guard: 'the frame pins what it fetches later',
    attack: async (world) => {
      tamper(world, /^\/elements\/frame-.*\.js$/);
      const page = await openShop(world);
      await typeCard(page);
      return page.evaluate(() => window.attack.pay());
    },
    held: { code: 'vault-unreachable' },
    fallen: { value: someText },
  });
});

prove('case 24: what the SDK loads later does not run either once it was changed', {
  tag: '@firefox',
  guard: 'the SDK pins what it loads later',
  attack: async (world) => {
    // The SDK asks once for the file and once for the module in it: both answers are changed, and none may be kept.
    tamper(world, /^\/js\/[0-9a-f]{16}\/client\.js$/);
    const page = await world.open(shopOrigin);
    return page.evaluate(
      async ([src, key]) => {
        const script = document.createElement('script');
        const loaded = new Promise((resolve) => script.addEventListener('load', resolve));
        document.head.append(Object.assign(script, { src }));
        await loaded;
        const { BasisTheory } = window as unknown as { BasisTheory: BasisTheoryClass };
        await BasisTheory.init(key);
        const called = BasisTheory.tokens.retrieve('no-such-token');
        const code = await called.then(
          () => 'none',
          (thrown: { code: string }) => thrown.code,
        );
        return { code, tampered: 'tampered' in window };
      },
      [`${vaultOrigin}/js/basis-theory.js`, world.accounts.acme.elements] as const,
    );
  },
  held: { code: 'vault-unreachable', tampered: false },
  fallen: { code: 'forbidden', tampered: true },
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
