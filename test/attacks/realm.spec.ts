import { search } from '../canary/search.ts';
import { cardNumbers, codeOf, holdsCode } from './cards.ts';
import { test } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { gained, openShop, splitFields, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

declare global {
  interface Window {
    /** What the functions that a hostile page had replaced were given, as text. */
    overheard: string[];
  }
}

/** A script that ran before the SDK: everything the SDK could use tells it what it is called with. */
const replaceRealm = (): void => {
  if (location.hostname !== 'shop.localhost') return;
  const heard: string[] = [];
  window.overheard = heard;
  const { stringify } = JSON;
  const { apply } = Reflect;
  let busy = false;
  const note = (value: unknown) => {
    if (busy) return;
    busy = true;
    try {
      heard[heard.length] = typeof value === 'object' ? stringify(value) : String(value);
    } catch {
      // A cycle, or nothing to write.
    }
    busy = false;
  };
  /** Notes what a function is given, what callbacks among it are given, and what it answers. */
  const replace = (owner: object, name: string) => {
    const table = owner as Record<string, (...args: unknown[]) => unknown>;
    const native = table[name];
    if (typeof native !== 'function') return;
    table[name] = function (this: unknown, ...args: unknown[]) {
      note(this);
      for (let index = 0; index < args.length; index += 1) {
        const given = args[index];
        note(given);
        if (typeof given !== 'function' || name === 'addEventListener') continue;
        args[index] = function (this: unknown, ...inner: unknown[]) {
          for (let at = 0; at < inner.length; at += 1) note(inner[at]);
          return apply(given, this, inner);
        };
      }
      const answer = apply(native, this, args);
      note(answer);
      return answer;
    };
  };
  const listen = EventTarget.prototype.addEventListener;
  for (const [owner, names] of [
    [Promise.prototype, ['then']],
    [Array.prototype, ['map', 'forEach', 'filter', 'push', 'concat', 'includes', 'find']],
    [Map.prototype, ['get', 'set']],
    [Object, ['entries', 'fromEntries', 'assign', 'freeze', 'hasOwn']],
    [JSON, ['parse', 'stringify']],
    [String.prototype, ['replace', 'split', 'slice', 'startsWith']],
    [MessagePort.prototype, ['postMessage', 'addEventListener']],
    [window, ['fetch', 'structuredClone']],
  ] as const) {
    for (const name of names) replace(owner, name);
  }
  // Both ends of every channel that the SDK makes.
  const Native = MessageChannel;
  window.MessageChannel = class extends Native {
    constructor() {
      super();
      apply(listen, this.port1, ['message', ({ data }: MessageEvent) => note(data)]);
    }
  };
};

prove('case 16: a page that has replaced what the SDK is built on hears no number and no code', {
  tag: '@firefox',
  guard: 'a frame leaks nowhere',
  attack: async (world) => {
    await world.context.addInitScript(replaceRealm);
    const [number = ''] = cardNumbers;
    const page = await openShop(world, splitFields);
    await typeCard(page, { number, expiry: '1234', code: codeOf(number) });
    const paid = await page.evaluate(() => window.attack.pay());
    await world.heard();
    const overheard = await page.evaluate(() => window.overheard.join('\n'));
    const data = await world.read(world.accounts.acme.server, gained(paid));
    return {
      heardSomething: overheard.includes('"type":"change"'),
      number: search('realm', Buffer.from(overheard), [number]).length > 0,
      code: holdsCode(overheard, codeOf(number)),
      paidWith: (data as { number?: string } | undefined)?.number,
    };
  },
  held: { heardSomething: true, number: false, code: false, paidWith: cardNumbers[0] },
  fallen: { heardSomething: true, number: true, code: false, paidWith: cardNumbers[0] },
});
