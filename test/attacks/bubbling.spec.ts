import { expect, type Page } from '@playwright/test';
import type { Elements, FieldElement } from '@tessera/elements';
import { codeOf, holdsCode } from './cards.ts';
import { shopOrigin, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card } from './world/shop.ts';

/** What a script at the window hears: the name of the event, its target, and all that it carries. */
interface Heard {
  readonly type: string;
  readonly target: string;
  /** Whether the browser made it, and no script. */
  readonly isTrusted: boolean;
  readonly carried: string;
}

declare global {
  interface Window {
    /** Heard at the window, before any listener of the page. */
    caught: Heard[];
    /** What the element itself told, by the names of the events. */
    toldBySdk: string[];
  }
}

/** A tag in a closed shadow tree, and a script that listens for everything at the window while capturing. */
const openTag = async (world: World): Promise<Page> => {
  const page = await world.open(shopOrigin);
  await page.addScriptTag({ url: `${vaultOrigin}/js/tessera-field.js` });
  await page.evaluate(async (key) => {
    const own = window as unknown as {
      TesseraField: { define(sdk: unknown): void };
      BasisTheoryElements: Elements & { init(key: string): Promise<void> };
    };
    window.caught = [];
    window.toldBySdk = [];
    const names = Object.keys(HTMLElement.prototype).flatMap((name) => (name.startsWith('on') ? [name.slice(2)] : []));
    const more = [
      'beforeinput',
      'focusin',
      'focusout',
      'compositionstart',
      'compositionend',
      'ready',
      'warning',
      'lost',
    ];
    for (const type of new Set([...names, ...more])) {
      const note = (event: Event) => {
        const entries = Object.entries(event).filter(([, value]) => typeof value !== 'object');
        const carried = JSON.stringify([Object.fromEntries(entries), event instanceof CustomEvent && event.detail]);
        const { target, isTrusted } = event;
        window.caught.push({
          ...{ type, isTrusted },
          target: target instanceof Element ? target.id || target.localName : 'window',
          carried,
        });
      };
      window.addEventListener(type, note, true);
    }
    await own.BasisTheoryElements.init(key);
    own.TesseraField.define(own.BasisTheoryElements);
    const host = document.createElement('div');
    host.id = 'host';
    const tag = document.createElement('tessera-field') as FieldElement;
    tag.setAttribute('type', 'cardNumber');
    host.attachShadow({ mode: 'closed' }).append(tag);
    document.body.append(host);
    for (const type of ['change', 'focus', 'blur', 'keydown'] as const) {
      tag.element.on(type, () => window.toldBySdk.push(type));
    }
    await tag.mounting;
    tag.focus();
  }, world.accounts.acme.elements);
  return page;
};

prove('case 37: what bubbles from a tag tells a script at the window what the element told, and no keystroke', {
  guard: 'keydown tells of Enter and Escape alone',
  attack: async (world) => {
    const page = await openTag(world);
    await expect.poll(() => page.evaluate(() => window.toldBySdk)).toEqual(['focus']);
    await page.keyboard.type(card.number);
    for (const key of ['ArrowLeft', 'End', 'Shift+Enter', 'Control+a']) await page.keyboard.press(key);
    await world.heard();
    const { heard, told } = await page.evaluate(() => ({ heard: window.caught, told: window.toldBySdk }));
    const ofTag = heard.filter(({ target, isTrusted }) => target === 'host' && !isTrusted);
    const count = (type: string) => ofTag.filter((one) => one.type === type).length;
    const typing = ['keypress', 'keyup', 'input', 'beforeinput', 'pointerdown', 'mousedown', 'selectionchange'];
    return {
      // One event of the page for one of the element.
      changes: count('change') === told.filter((type) => type === 'change').length && count('change') > 0,
      focuses: [count('focus'), count('focusin')],
      keys: ofTag.filter(({ type }) => type === 'keydown').map(({ carried }) => /"key":"(.*?)"/.exec(carried)?.[1]),
      typing: heard.filter(({ type }) => typing.includes(type)).length,
      leaks: heard.filter(({ carried }) => carried.includes(card.number) || holdsCode(carried, codeOf(card.number)))
        .length,
    };
  },
  held: { changes: true, focuses: [1, 1], keys: ['Enter'], typing: 0, leaks: 0 },
  fallen: expect.objectContaining({ keys: expect.arrayContaining(['4', '2', 'ArrowLeft', 'a']) }),
});
