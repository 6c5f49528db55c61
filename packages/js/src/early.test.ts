import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { earlyScript } from './early.ts';

/** A document with as much in it as the script needs, in a browser that can move an iframe, or in another. */
const world = (frames?: string, moves = true) => {
  const appended: { remove?: () => void }[] = [];
  const document = new EventTarget();
  const createElement = () => {
    const listeners: (() => void)[] = [];
    const addEventListener = (_: string, listener: () => void) => void listeners.push(listener);
    const iframe = { addEventListener, listeners, remove: () => void appended.splice(appended.indexOf(iframe), 1) };
    return iframe;
  };
  const window: Record<symbol, Record<string, () => { iframe: object; loads: number } | undefined>> = {};
  return {
    appended,
    window,
    URL,
    Symbol,
    document: Object.assign(document, {
      createElement,
      currentScript: { dataset: { frames } },
      head: { append: (node: object) => void appended.push(node), ...(moves && { moveBefore: () => {} }) },
    }),
  };
};

it('starts one hidden frame of a vault, which says nothing in its address', () => {
  const page = world();
  runInNewContext(earlyScript('https://vault.example/js/early.js?a=b'), page);
  runInNewContext(earlyScript('https://vault.example'), page);
  expect(page.appended).toMatchObject([
    { src: 'https://vault.example/elements/', hidden: true, referrerPolicy: 'no-referrer' },
  ]);
});

it('lets it be taken once, and tells how often it has loaded', () => {
  const page = world();
  runInNewContext(earlyScript('https://vault.example'), page);
  const [iframe] = page.appended as [{ listeners: (() => void)[] }];
  for (const listener of iframe.listeners) listener();
  const take = page.window[Symbol.for('tessera.early')]?.['https://vault.example'];
  expect(take?.()).toMatchObject({ iframe, loads: 1 });
  expect(take?.()).toBeUndefined();
});

it.each<[string | undefined, boolean, number]>([
  ['3', true, 3],
  ['0', true, 1],
  ['many', true, 1],
  ['3', false, 1],
])(
  'with data-frames %j, in a browser that moves iframes: %s, starts %d, each to be taken once',
  (frames, moves, count) => {
    const page = world(frames, moves);
    runInNewContext(earlyScript('https://vault.example'), page);
    expect(page.appended).toHaveLength(count);
    const take = page.window[Symbol.for('tessera.early')]?.['https://vault.example'];
    expect(page.appended.map(() => take?.()?.iframe)).toEqual(page.appended);
    expect(take?.()).toBeUndefined();
  },
);

it('takes back what the policy of the page forbids, and leaves what was taken', () => {
  const page = world('3');
  runInNewContext(earlyScript('https://vault.example'), page);
  const take = page.window[Symbol.for('tessera.early')]?.['https://vault.example'];
  const taken = take?.()?.iframe;
  const violated = (blockedURI: string, disposition = 'enforce') =>
    page.document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { blockedURI, disposition }));
  violated('https://elsewhere.example');
  // A policy that only reports forbids nothing.
  violated('https://vault.example', 'report');
  expect(page.appended).toHaveLength(3);
  violated('https://vault.example');
  expect(page.appended).toEqual([taken]);
  expect(take?.()).toBeUndefined();
});

it('is safe inside of a script element, whatever address it is given', () => {
  expect(earlyScript('https://vault.example/</script><script>')).not.toMatch(/<\/?script|<!--/i);
  expect(() => earlyScript('</script>')).toThrow(TypeError);
});
