import { expect, type Page } from '@playwright/test';
import { attackerOrigin, test, type World } from './world/fixtures.ts';
import { alsoEarly, prove } from './world/proof.ts';
import { inputIn, oneField, openShop, posts, someText, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** What a page can do to the iframe of a field. Each runs in the page, with the iframe and an address of the attacker. */
const mischief = {
  'swaps its address': (iframe: HTMLIFrameElement, address: string) => {
    iframe.src = address;
  },
  'sends its window elsewhere': (iframe: HTMLIFrameElement, address: string) => {
    const window = iframe.contentWindow as Window;
    window.location = address;
  },
  'loads it again': (iframe: HTMLIFrameElement) => {
    iframe.src = iframe.getAttribute('src') ?? '';
  },
  'moves it': (iframe: HTMLIFrameElement) => {
    document.body.append(iframe);
  },
  'puts a copy in its place': (iframe: HTMLIFrameElement) => {
    const copy = iframe.cloneNode() as HTMLIFrameElement;
    iframe.replaceWith(copy);
  },
  'removes it': (iframe: HTMLIFrameElement) => iframe.remove(),
} as const;

/** Iframes that the SDK takes out as soon as it sees what happened, so that nothing loads in them. */
const goneAtOnce = ['removes it', 'puts a copy in its place', 'moves it'];

/** Does it to the field of the number, and waits until whatever is loaded then has loaded. */
const harm = async (page: Page, what: keyof typeof mischief): Promise<void> => {
  const loaded = goneAtOnce.includes(what)
    ? undefined
    : page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            const iframe = document.querySelector('#number iframe');
            iframe?.addEventListener('load', () => resolve(), { once: true });
          }),
      );
  await page.locator('#number iframe').evaluate(mischief[what], `${attackerOrigin}/fake`);
  await loaded;
};

/** What the attacker's documents were told. */
const told = async (world: World): Promise<string[]> =>
  (await world.heard())
    .filter(({ kind, origin }) => kind === 'window' && origin === attackerOrigin)
    .map(({ data }) => data);

/** Has the clock of a page run faster: what never comes need not be waited for as long. */
const hurry = (page: Page) =>
  page.evaluate(() => {
    const { setTimeout } = window;
    Object.assign(window, {
      setTimeout: (then: () => void, delay = 0, ...args: []) => setTimeout(then, delay / 5, ...args),
    });
  });

/** How a call ends: the field is lost, or replaced by an empty one. */
const paying = async (page: Page, limit: number) => {
  const paid = await page.evaluate((most) => window.attack.pay(most), limit);
  if (paid === 'pending' || !('code' in paid)) return paid;
  return /^(frame-lost|validation-error)$/.test(paid.code) ? 'refused' : paid.code;
};

const after = async (world: World, what: keyof typeof mischief, limit = 5_000) => {
  const page = await openShop(world);
  await typeCard(page);
  await harm(page, what);
  await hurry(page);
  const paid = await paying(page, limit);
  const empty = await page.evaluate(() => window.attack.fields.number?.metadata.empty);
  return { paid, empty, posts: posts(world), told: await told(world) };
};

const lost = { paid: 'refused', empty: true, posts: [], told: [] };
const unnoticed = { paid: 'pending', empty: false, posts: [], told: [] };

alsoEarly(() => {
  for (const what of ['sends its window elsewhere', 'loads it again', 'moves it'] as const) {
    test(`case 4: a page that ${what} loses the field, and nothing is sent`, { tag: '@firefox' }, async ({ world }) => {
      expect(await after(world, what)).toEqual(lost);
    });
  }

  prove('case 4: a page that swaps the address of a field loses it, and nothing is sent', {
    tag: '@firefox',
    guard: 'a second load ends the connection',
    attack: (world) => after(world, 'swaps its address'),
    held: lost,
    fallen: unnoticed,
  });

  for (const what of ['removes it', 'puts a copy in its place'] as const) {
    prove(`case 4: a page that ${what} is told so in its next call, and nothing is sent`, {
      tag: '@firefox',
      guard: 'calls need the window that was opened',
      attack: (world) => after(world, what),
      held: lost,
      fallen: unnoticed,
    });
  }

  test('case 4: a field that is gone while it pays rejects the call, and can be mounted again', {
    tag: '@firefox',
  }, async ({ world }) => {
    const page = await openShop(world);
    await typeCard(page);
    const paid = await page.evaluate(() => {
      const paying = window.attack.pay();
      document.querySelector('#number iframe')?.remove();
      return paying;
    });
    expect(paid).toEqual({ code: 'frame-lost' });
    await page.evaluate(() => window.attack.fields.number?.mount('#number'));
    expect(await page.evaluate(() => window.attack.fields.number?.metadata.empty)).toBe(true);
    await inputIn(page, 'number').pressSequentially('4242424242424242');
    expect(await page.evaluate(() => window.attack.pay())).toEqual({ value: someText });
  });

  /** What people who write pages do to the field of the number without a thought. Each gives the one container that is there then. */
  const handling = {
    'moves its container': () => document.body.append(document.querySelector('#number') ?? ''),
    'writes its own HTML again': () => {
      document.body.innerHTML += '';
    },
    'puts a clone in its place': () => {
      const container = document.querySelector('#number');
      container?.replaceWith(container.cloneNode(true));
    },
    'takes its iframe out': () => document.querySelector('#number iframe')?.remove(),
    'takes its iframe out of a wrapper of fixed size': () => {
      const wrapper = document.querySelector('#number > *');
      wrapper?.setAttribute('style', 'height: 40px');
      wrapper?.querySelector('iframe')?.remove();
    },
    'takes out all that is in its container': () => document.querySelector('#number')?.replaceChildren(),
    'adds a clone': () => {
      const container = document.querySelector('#number');
      const clone = container?.cloneNode(true) as Element;
      clone.id = 'clone';
      container?.after(clone);
    },
  } as const;

  for (const what of Object.keys(handling) as (keyof typeof handling)[]) {
    test(`case 4: a page that ${what} has one live field, and is told what was lost`, { tag: '@firefox' }, async ({
      world,
    }) => {
      const page = await openShop(world);
      await typeCard(page);
      // What was typed last may be told after the keys are pressed.
      await expect.poll(() => page.evaluate(() => window.attack.fields.number?.metadata.complete)).toBe(true);
      await page.evaluate(() => {
        const { number } = window.attack.fields;
        for (const type of ['lost', 'change', 'ready'] as const) {
          number?.on(type, (event) => window.attack.events.push({ field: 'again', ...event }));
        }
      });
      await page.evaluate(handling[what]);
      const isLost = what !== 'adds a clone';
      const again = () =>
        page.evaluate(() => window.attack.events.flatMap((event) => (event.field === 'again' ? [event.type] : [])));
      await expect.poll(again).toEqual(isLost ? ['lost', 'change', 'ready'] : []);
      await expect.poll(() => page.evaluate(() => document.querySelectorAll('iframe:not([hidden])').length)).toBe(1);
      await expect.poll(() => page.evaluate(() => window.attack.fields.number?.state)).toBe('mounted');
      if (isLost) {
        const [told] = await page.evaluate(() => window.attack.events.filter(({ type }) => type === 'lost'));
        expect(told).toMatchObject({ code: 'frame-lost', targetId: 'number', empty: false, complete: true });
        expect(await page.evaluate(() => window.attack.fields.number?.metadata.empty)).toBe(true);
        await inputIn(page, 'number').pressSequentially('4242424242424242');
      }
      expect(await page.evaluate(() => window.attack.pay())).toEqual({ value: someText });
    });
  }
});

prove('case 4: a document that takes the field’s place before it has loaded is told nothing', {
  tag: '@firefox',
  guard: 'the opening is posted to the origin of the vault',
  attack: async (world) => {
    const page = await world.open('http://shop.localhost');
    await page.evaluate(
      ([key, types, address]) => {
        void window.attack.ending(() => window.attack.mount(key, types));
        return new Promise((resolve) => {
          // The SDK makes its iframes within the next tasks.
          new MutationObserver((_, observer) => {
            const iframe = document.querySelector<HTMLIFrameElement>('#number iframe');
            if (!iframe) return;
            observer.disconnect();
            iframe.addEventListener('load', resolve);
            iframe.src = address;
          }).observe(document, { childList: true, subtree: true });
        });
      },
      [world.accounts.acme.elements, oneField, `${attackerOrigin}/fake`] as const,
    );
    return told(world);
  },
  held: [],
  fallen: [expect.stringContaining('"key":"key_')],
});

test('case 4: a payload whose other field is lost sends nothing, not even the half that is there', {
  tag: '@firefox',
}, async ({ world }) => {
  const page = await world.open('http://shop.localhost');
  const ids = await page.evaluate(async (key) => {
    const opened: unknown[] = [];
    for (const name of ['number', 'code']) {
      const index = await window.attack.addFrame();
      const type = name === 'number' ? 'cardNumber' : 'cardVerificationCode';
      opened.push(await window.attack.open(name, frames[index] as Window, { key, type }));
    }
    return opened.map((ending) => (ending as { value: string }).value);
  }, world.accounts.acme.elements);
  await page.frameLocator('iframe >> nth=0').locator('input').pressSequentially('4242424242424242');
  await page.evaluate(() => document.querySelectorAll('iframe')[1]?.remove());
  const make = () =>
    page.evaluate(
      ([number, code]) =>
        window.attack.create('number', {
          type: 'card',
          data: {
            number: { $element: number },
            expiration_month: 12,
            expiration_year: 2034,
            cvc: { $element: code },
          },
        }),
      ids,
    );
  // A document may live on for a moment after its iframe; until it is gone it says that its field is empty.
  await expect.poll(make).toEqual({ code: 'sibling-unreachable' });
  expect(posts(world)).toEqual([]);
});
