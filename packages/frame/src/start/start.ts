import { acceptPage, drawId, Failure, SESSION } from '@tessera/bridge';
import { isHeaderText } from '../header-text.ts';
import { keyCheck } from '../siblings/key-check.ts';
import { createVault } from '../vault.ts';
import type { FrameContext } from './frame-context.ts';
import type { Guards } from './guards.ts';
import { allowsOrigin } from './origins.ts';
import { refusalOf } from './refusal.ts';
import { serveElement } from './serve-element.ts';
import { serveSession } from './serve-session.ts';

/** Starts a frame: waits for its page to open it, and serves that page an element or a session. */
export const start = (context: FrameContext, guards: Guards): void => {
  const { window, build, pageOrigins } = context;
  const refusal = refusalOf(window, guards.refusal);
  // For people and tests that open the frame's address by hand; nothing else can see it.
  if (refusal) window.document.documentElement.dataset.refusal = refusal;
  if (refusal === 'frame-top-level') return;

  acceptPage(
    window,
    {
      allowed: allowsOrigin(pageOrigins),
      refusal,
      serve: async ({ key: apiKey, type, options }, pageOrigin, page) => {
        if (apiKey === '') throw new Failure('key-missing');
        if (!isHeaderText(apiKey)) throw new Failure('key-refused');
        const identity = { parent: window.parent, pageOrigin, apiKey, build };
        const vaultWith = (key: string) => createVault(window, { pageOrigin, apiKey: key }, guards.key);
        const vault = vaultWith(apiKey);
        let asked: Promise<void> | undefined;
        // The page asks once the field is there: a request takes as long as drawing another one.
        const checked = () => {
          if (asked) return asked;
          asked = keyCheck(window, identity, vault.checkKey, guards.sibling);
          // A refused key rejects the calls that wait for this; until one does, the rejection must not count as unhandled.
          asked.catch(() => {});
          return asked;
        };
        const own = { id: drawId(crypto), identity, checked, asked: () => asked, window, type };
        return type === SESSION
          ? serveSession(context, own, vaultWith, guards.sibling)
          : serveElement(context, own, vault, options, page, guards.sibling);
      },
    },
    guards.opening,
  );
};
