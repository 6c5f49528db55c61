import type { EarlyFrame } from './early-frame.ts';

/**
 * Starts frames of a vault before the SDK is there, unseen: connection, process, documents and compiled script are ready when the first
 * elements are mounted, which take these frames. A frame knows nothing, neither key nor type nor options, until an element opens it.
 * Nothing happens when the page has started frames of this vault before.
 *
 * @param vault the URL of the vault, of which only the origin counts.
 * @param frames how many elements the page will show first; otherwise the attribute `data-frames` of the running script tells, or one. Where
 *   a browser cannot move an iframe without loading it again, one is started.
 * @example
 * ```ts
 * import { startFrame } from '@tessera/js/early';
 *
 * startFrame('https://vault.example', 3);
 * ```
 */
export const startFrame = (vault: string, frames?: number): void => {
  const { origin } = new URL(vault);
  const name = Symbol.for('tessera.early');
  const page = window as Window & { [name]?: Record<string, () => EarlyFrame | undefined> };
  page[name] ??= {};
  if (page[name][origin]) return;
  const started: EarlyFrame[] = [];
  page[name][origin] = () => started.shift();
  // Frames that the policy of the page forbids are of no use. An element that makes its own is told so at once.
  document.addEventListener('securitypolicyviolation', ({ disposition, blockedURI }) => {
    if (disposition === 'enforce' && blockedURI.startsWith(origin))
      for (const { iframe } of started.splice(0)) iframe.remove();
  });
  const wanted = frames ?? Number(document.currentScript?.dataset.frames ?? 1);
  do {
    const iframe = document.createElement('iframe');
    const frame = { iframe, loads: 0 };
    iframe.addEventListener('load', () => {
      frame.loads += 1;
    });
    iframe.hidden = true;
    iframe.referrerPolicy = 'no-referrer';
    iframe.src = `${origin}/elements/`;
    document.head.append(iframe);
    started.push(frame);
  } while ('moveBefore' in document.head && started.length < wanted);
};
