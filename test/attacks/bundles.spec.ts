import { expect } from '@playwright/test';
import { inlineScript, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';

/** Everything that a browser is given to run, by path. */
const served = async (world: World): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  world.alter(({ url }, answer) => {
    if (url.origin === vaultOrigin) found[url.pathname] = answer.body;
    return answer;
  });
  const page = await world.open(shopOrigin);
  await page.addScriptTag({ url: `${vaultOrigin}/js/basis-theory.js` });
  await page.evaluate(() => window.attack.addFrame());
  // What a frame fetches later is named in its script.
  const script = Object.values(found).join('\n');
  const names = [...new Set(script.match(/frame-[\w-]+\.[\w-]+\.js/g))].map(
    (name) => `${vaultOrigin}/elements/${name}`,
  );
  // The page may not read them; what came is seen on its way.
  await page.evaluate((all) => Promise.allSettled(all.map((url) => fetch(url, { mode: 'no-cors' }))), names);
  return found;
};

/** The script inside a frame's document. */
const scriptIn = (html: string): string => inlineScript.exec(html)?.[2] ?? '';

/** What no served file has a use for, with the reason that it would be there. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/sourceMappingURL/, 'a source map'],
  [/\/\*[!*@# \n]|<!-- /, 'a comment'],
  [/\bconsole\b|\bdebugger\b/, 'a debug line'],
  [/\bdebug\b|devMode|__DEV__/i, 'a debug flag'],
  [/\blocalStorage\b|\bsessionStorage\b|\bindexedDB\b|\bcookie\b|\bcaches\b/, 'storage'],
  [/sendBeacon|XMLHttpRequest|WebSocket|EventSource|RTCPeer|importScripts|serviceWorker/, 'another way out'],
  [/\beval\(|new Function|document\.write/, 'text that becomes code'],
  [/\bprocess\b|\bBuffer\b|require\(/, 'Node'],
  [/node_modules|\/home\/|\/work\/|\/tmp\/|\\Users\\|file:\/\//, 'a path of the machine that built it'],
  [/telemetry|datadog/i, 'telemetry'],
];

test('case 10: what is served holds no source map, comment, debug line, flag, storage or other way out', async ({
  world,
}) => {
  const files = await served(world);
  const paths = Object.keys(files);
  expect(paths).toEqual(expect.arrayContaining(['/elements/', '/js/elements.js', '/js/basis-theory.js']));
  expect(paths).toContainEqual(expect.stringMatching(/^\/elements\/frame-open-calls\.[\w-]+\.js$/));
  const faults = Object.entries(files).flatMap(([path, text]) =>
    forbidden.flatMap(([pattern, what]) => {
      const [found] = pattern.exec(text) ?? [];
      return found === undefined ? [] : [`${path} holds ${what}: ${found}`];
    }),
  );
  expect(faults).toEqual([]);
});

/** Hosts that are named and never called. */
const named = [
  'http://www.w3.org', // the namespace of SVG
  'https://vault.example.com', // an example in an error's text
  'http://vault', // what a path of the proxy is read against
  'https://empty.invalid', // what ky makes a request of to see what requests can do
  'https://github.com', // where an error of ky sends its reader
];

test('case 9: what is served names no host that it could call', async ({ world }) => {
  // The frame's document names the pages that may open it, beside its script.
  const hosts = Object.entries(await served(world)).flatMap(([path, text]) =>
    [...(path === '/elements/' ? scriptIn(text) : text).matchAll(/(?:https?|wss?):\/\/[\w-]+(?:\.[\w-]+)*/g)].map(
      ([host]) => host,
    ),
  );
  expect(hosts.filter((host) => !named.includes(host))).toEqual([]);
});

test('case 10: a frame writes to no window but through the port that it was opened with', async ({ world }) => {
  const text = scriptIn((await served(world))['/elements/'] ?? '');
  // Its echo, calls and answers over the port, and the channel among siblings in shadow trees.
  expect(text.match(/\.postMessage\(/g)?.length).toBeLessThanOrEqual(5);
  expect(text).not.toMatch(/\b(?:parent|top|opener)\.postMessage\(/);
});
