import type { EarlyFrame } from './early-frame.ts';

/**
 * Starts one frame of a vault before the SDK is there, unseen: connection, process, document and compiled script are ready when the first
 * element is mounted, which takes this frame. The frame knows nothing, neither key nor type nor options, until that element opens it.
 * Nothing happens when the page has started a frame of this vault before.
 *
 * @param vault the URL of the vault, of which only the origin counts.
 * @example
 * ```ts
 * import { startFrame } from '@tessera/js/early';
 *
 * startFrame('https://vault.example');
 * ```
 */
export const startFrame = (vault: string): void => {
  const { origin } = new URL(vault);
  const name = Symbol.for('tessera.early');
  const page = window as Window & { [name]?: Record<string, () => EarlyFrame | undefined> };
  page[name] ??= {};
  if (page[name][origin]) return;
  const iframe = document.createElement('iframe');
  let loads = 0;
  let taken = false;
  page[name][origin] = () => {
    const frame = taken ? undefined : { iframe, loads };
    taken = true;
    return frame;
  };
  iframe.addEventListener('load', () => {
    loads += 1;
  });
  iframe.hidden = true;
  iframe.referrerPolicy = 'no-referrer';
  iframe.src = `${origin}/elements/`;
  document.head.append(iframe);
};
