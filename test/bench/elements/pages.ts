import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
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

const fields = ['cardNumber', 'cardExpirationDate', 'cardVerificationCode'];
const card = ['card'];

interface Form {
  /** Types of elements, or a number of plain iframes. */
  readonly of: readonly string[] | number;
  /** Whether frames are started before the SDK. */
  readonly early?: boolean;
  /** Whether the browser has to give the frames a process that no other host of their domain gets. */
  readonly apart?: boolean;
}

/** The forms that are compared, by their names in the table. */
export const subjects = {
  'three hand-written iframes': { of: 3 },
  'one hand-written iframe': { of: 1 },
  'three hand-written iframes, apart': { of: 3, apart: true },
  'three fields, no early frame': { of: fields, apart: true },
  'one-frame card, no early frame': { of: card, apart: true },
  'three fields': { of: fields, early: true, apart: true },
  'one-frame card': { of: card, early: true, apart: true },
  'three fields, own site': { of: fields, early: true },
  'one-frame card, own site': { of: card, early: true },
} as const satisfies Record<string, Form>;

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

/** The script of an early frame as `embed` prints it, to stand in the page. */
const early = (vault: string, frames: number): string => {
  const text = readFileSync(new URL('../../../packages/elements/dist/early-script/early.js', import.meta.url), 'utf8');
  return `<script data-frames="${frames}">${text.trim().replace('document.currentScript.src', () => JSON.stringify(vault))}</script>\n`;
};

const ours = (vault: string, key: string, types: readonly string[], isEarly: boolean) =>
  html(`${isEarly ? early(vault, types.length) : ''}<script src="${vault}/js/basis-theory.js"></script>
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
const byHand = (frames: string, path: string, count: number) =>
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
  iframe.src = '${frames}${path}';
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

/** Bytes of the bodies that the servers of the benchmark have sent, as they were sent. */
export const sent = { bytes: 0 };

/** How long each answer waits, in milliseconds, as over a slow line. */
type Delay = () => number;

const listen = async (host: string, answer: RequestListener) => {
  const server = createServer(answer);
  server.listen(0, host);
  await once(server, 'listening');
  return { origin: `http://${host}:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
};

const apart = { 'origin-agent-cluster': '?1' };

const documents =
  (textOf: (path: string) => string, delay: Delay): RequestListener =>
  async ({ url = '/' }, response) => {
    const text = textOf(url);
    await setTimeout(delay());
    sent.bytes += Buffer.byteLength(text);
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=300',
      ...(url === '/apart' && apart),
    });
    response.end(text);
  };

/** Passes requests on to the vault, and delays its answers. */
const inFrontOf =
  (vault: () => string, delay: Delay): RequestListener =>
  async (asked, response) => {
    const passed = request(vault() + asked.url, { method: asked.method, headers: asked.headers, agent });
    asked.pipe(passed);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    const body = Buffer.concat(await answer.toArray());
    await setTimeout(delay());
    sent.bytes += body.byteLength;
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    response.end(body);
  };

const agent = new Agent({ keepAlive: true });

/**
 * Serves the pages from one site, and the frames from another: the handwritten ones, and the vault behind a proxy. `own` is where the vault is
 * when it has a site of its own; it knows that address as its own, and the other not.
 */
export const servePages = async (delay: Delay) => {
  let page = '';
  let [vault, key] = ['', ''];
  const frames = await listen(
    '127.0.0.1',
    documents(() => frame(page), delay),
  );
  const passing = inFrontOf(() => vault, delay);
  const [front, own] = [await listen('127.0.0.1', passing), await listen('127.0.0.1', passing)];
  const shop = await listen(
    'localhost',
    documents((path) => {
      const subject = decodeURIComponent(path.slice(1)) as Subject;
      const { of, early = false, apart = false }: Form = subjects[subject];
      if (typeof of === 'number') return byHand(frames.origin, apart ? '/apart' : '/frame', of);
      return ours(apart ? front.origin : own.origin, key, of, early);
    }, delay),
  );
  page = shop.origin;
  return {
    own: own.origin,
    /** Where the vault is, and the key that pages have. */
    begin: (origin: string, elementsKey: string) => {
      [vault, key] = [origin, elementsKey];
    },
    urlOf: (subject: Subject) => `${shop.origin}/${encodeURIComponent(subject)}`,
    close: () => {
      for (const server of [shop, front, own, frames]) server.close();
      agent.destroy();
    },
  };
};
