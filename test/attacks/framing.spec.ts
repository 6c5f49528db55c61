import type { Page } from '@playwright/test';
import { attackerOrigin, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { embed, openShop, started } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

prove('case 14: a page that shows the whole shop in a frame of its own gets no field for anybody to click on', {
  tag: '@firefox',
  guard: 'only allowed pages show a frame',
  attack: async (world) => {
    const shop = await embed(await world.open(attackerOrigin), shopOrigin);
    await shop.evaluate((address) => window.attack.addFrame(address), `${vaultOrigin}/elements/`);
    return started(world);
  },
  held: false,
  fallen: true,
});

/** Ways to have a person type into what they do not see, or click through what they do. Each gives the way back. */
const covers = {
  'a sheet over it': () => {
    const sheet = document.body.appendChild(document.createElement('div'));
    sheet.style.cssText = 'position:fixed;inset:0;background:white;pointer-events:none';
    return () => sheet.remove();
  },
  'a frame over a part of it': () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const { top = 0, left = 0 } = document.querySelector('#number iframe')?.getBoundingClientRect() ?? {};
    frame.style.cssText = `position:fixed;top:${top}px;left:${left}px;width:20px;height:10px`;
    return () => frame.remove();
  },
  'its opacity': () => {
    document.body.style.opacity = '0.01';
    return () => document.body.removeAttribute('style');
  },
  'a filter': () => {
    document.body.style.filter = 'blur(9px)';
    return () => document.body.removeAttribute('style');
  },
  'a turn': () => {
    document.body.style.transform = 'rotate(180deg)';
    return () => document.body.removeAttribute('style');
  },
} as const;

/** What the field tells while something covers it, and when that is gone; nothing where it does not tell. */
const told = async (page: Page, cover: () => () => void, limit: number): Promise<unknown[]> => {
  await page.evaluate(`window.attack.events.length = 0; window.uncover = (${cover})()`);
  const next = (count: number) =>
    page
      .waitForFunction(
        (least) => window.attack.events.filter(({ type }) => type === 'obscured').length >= least,
        count,
        { timeout: limit },
      )
      .catch(() => {});
  await next(1);
  await page.evaluate('window.uncover()');
  await next(2);
  return page.evaluate(() =>
    window.attack.events.filter(({ type }) => type === 'obscured').map(({ obscured }) => obscured),
  );
};

const tellAll = async (world: World, ways: readonly (keyof typeof covers)[], limit = 20_000) => {
  const page = await openShop(world);
  const seen: Record<string, unknown> = {};
  for (const way of ways) seen[way] = await told(page, covers[way], limit);
  return seen;
};

const ways = Object.keys(covers) as (keyof typeof covers)[];

test('case 15: a field that is covered, faded or turned says so, and again when it is over', async ({ world }) => {
  test.expect(await tellAll(world, ways)).toEqual(Object.fromEntries(ways.map((way) => [way, [true, false]])));
});

test('case 15: a sheet that lets the pointer through is told of as long as it is there', async ({ world }) => {
  const page = await openShop(world);
  const seen = () =>
    page.evaluate(() =>
      window.attack.events.flatMap(({ type, obscured, reached }) =>
        type === 'obscured' ? [`${obscured}, ${reached}`] : [],
      ),
    );
  await page.evaluate(`window.attack.events.length = 0; window.uncover = (${covers['a sheet over it']})()`);
  await test.expect.poll(seen).toEqual(['true, false']);
  await page.locator('#number iframe').hover();
  await test.expect.poll(seen).toEqual(['true, false', 'true, true']);
  await page.evaluate('window.uncover()');
  await test.expect.poll(seen).toEqual(['true, false', 'true, true', 'false, false']);
});

test('case 15: [counter-proof: it works but for “a field tells that it is covered”]', async ({ world }) => {
  await world.remove('a field tells that it is covered');
  test.expect(await tellAll(world, ['a sheet over it'], 1_000)).toEqual({ 'a sheet over it': [] });
});
