/*
 * The script of the document in which the vault shows one value to an operator of the console. The page around it is the console's: it
 * learns that a value is shown and for how long, and never the value, nor the secret that fetches it.
 */

/** Milliseconds for which a value is shown. */
const shown = 30_000;

const text = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** What stands for a value that is not text. */
const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

const element = (name: string, ...children: (Node | string)[]): HTMLElement => {
  const made = document.createElement(name);
  made.append(...children);
  return made;
};

const drawn = (data: unknown): HTMLElement => {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return element('pre', written(data));
  const parts = Object.entries(data).flatMap(([name, value]) => [
    element('dt', name),
    element('dd', element('code', written(value))),
  ]);
  return element('dl', ...parts);
};

const run = async (page: string, main: HTMLElement): Promise<void> => {
  const { parent } = window;
  const tell = (message: object) => parent.postMessage(message, page);
  const key = text(crypto.getRandomValues(new Uint8Array(32)));
  const nonce = text(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))));

  const end = (why: 'gone' | 'failed', sentence: string) => {
    main.replaceChildren(element('p', sentence));
    tell({ tessera: why });
  };

  const draw = (data: unknown) => {
    const until = Date.now() + shown;
    const left = element('span');
    const hide = element('button', 'Hide now');
    const count = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0) return gone();
      left.textContent = `Shown for ${seconds} s more. `;
    };
    const timer = setInterval(count, 250);
    const gone = () => {
      clearInterval(timer);
      end('gone', 'The value is no longer shown.');
    };
    hide.addEventListener('click', gone);
    // A document that the browser keeps for going back must not keep the value.
    window.addEventListener('pagehide', gone, { once: true });
    count();
    main.replaceChildren(drawn(data), element('p', left, hide));
    tell({ tessera: 'shown', milliseconds: shown });
  };

  const show = async () => {
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key }),
      cache: 'no-store',
    });
    const answer = await response.json();
    if (response.ok) draw(answer.data);
    else end('failed', `${answer.title} ${answer.detail ?? ''}`);
  };

  let asked = false;
  window.addEventListener('message', ({ source, origin, data }) => {
    if (asked || source !== parent || origin !== page || data?.tessera !== 'show') return;
    asked = true;
    if (data.scheme === 'dark' || data.scheme === 'light') document.documentElement.style.colorScheme = data.scheme;
    show().catch(() => end('failed', 'No answer came from the vault.'));
  });
  tell({ tessera: 'ready', nonce });
};

const { page = '' } = (document.currentScript as HTMLScriptElement).dataset;
const main = document.querySelector('main');
// At the top of a window there is nobody to tell, and nobody has asked.
if (main && window.parent !== window) void run(page, main);
