import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BasisTheory, HostedElement } from '@tessera/js';

declare global {
  interface Window {
    BasisTheory: BasisTheory;
    /** The elements of the page, in their order. */
    elements: HostedElement[];
    /** When each change reached the page, in milliseconds since the epoch. */
    changes: number[];
  }
}

/** The forms that are compared, by their names in the table: types of elements, or a number of plain iframes. */
export const subjects = {
  'three hand-written iframes': 3,
  'one hand-written iframe': 1,
  'three fields': ['cardNumber', 'cardExpirationDate', 'cardVerificationCode'],
  'one-frame card': ['card'],
} as const satisfies Record<string, number | readonly string[]>;

export type Subject = keyof typeof subjects;

const html = (body: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>Form</title>
<form><div id="0"></div><div id="1"></div><div id="2"></div></form>
${body}
</html>`;

/** Logs how many milliseconds passed from navigation, and from the first mount, until every input accepts keys. */
const tellLoaded = 'console.log(JSON.stringify({ usable: performance.now(), mounted: performance.now() - started }));';

const ours = (vault: string, key: string, types: readonly string[]) =>
  html(`<script src="${vault}/js/basis-theory.js"></script>
<script type="module">
const bt = await BasisTheory.init('${key}', { elements: true });
const started = performance.now();
window.changes = [];
window.elements = ${JSON.stringify(types)}.map((type) => bt.createElement(type));
elements[0].on('change', () => changes.push(performance.timeOrigin + performance.now()));
const ready = (element) => new Promise((resolve) => element.on('ready', resolve));
const all = Promise.all(elements.map(ready));
elements.forEach((element, place) => element.mount(document.getElementById(place)));
await all;
${tellLoaded}
</script>`);

/** The smallest frame that one could write by hand: an input that reports when it is ready and when it has changed. */
const byHand = (frames: string, count: number) =>
  html(`<script type="module">
const started = performance.now();
window.changes = [];
let left = ${count};
addEventListener('message', ({ data, origin }) => {
  if (origin !== '${frames}') return;
  if (data.type === 'change') changes.push(performance.timeOrigin + performance.now());
  else if (--left === 0) ${tellLoaded}
});
for (let place = 0; place < ${count}; place += 1) {
  const iframe = document.createElement('iframe');
  iframe.style.cssText = 'border:0;display:block;height:24px;width:100%';
  iframe.src = '${frames}/frame';
  document.getElementById(place).append(iframe);
}
</script>`);

const frame = (page: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Field</title>
<input aria-label="Field" style="border:0;font:inherit;width:100%">
<script>
const input = document.querySelector('input');
input.addEventListener('input', () => parent.postMessage({ type: 'change', empty: input.value === '' }, '${page}'));
parent.postMessage({ type: 'ready' }, '${page}');
</script>
</html>`;

const listen = async (host: string, answer: (path: string) => string) => {
  const server = createServer(({ url = '/' }, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=300' });
    response.end(answer(url));
  });
  server.listen(0, host);
  await once(server, 'listening');
  return { origin: `http://${host}:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
};

/** Serves the pages from one site and the handwritten frames from another, like a vault's. */
export const servePages = async (vault: string, key: string) => {
  let page = '';
  const frames = await listen('127.0.0.1', () => frame(page));
  const shop = await listen('localhost', (path) => {
    const content = subjects[decodeURIComponent(path.slice(1)) as Subject];
    return typeof content === 'number' ? byHand(frames.origin, content) : ours(vault, key, content);
  });
  page = shop.origin;
  return {
    urlOf: (subject: Subject) => `${shop.origin}/${encodeURIComponent(subject)}`,
    close: () => {
      shop.close();
      frames.close();
    },
  };
};
