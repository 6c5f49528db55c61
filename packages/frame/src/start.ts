import { acceptPage, drawId, type ElementOptions, Failure, type FrameMethods, SESSION } from '@tessera/bridge';
import { isElementType } from '@tessera/fields';
import type { Guards } from './guards.ts';
import { isHeaderText } from './header-text.ts';
import { keyCheck } from './key-check.ts';
import { load, loadOnce } from './load.ts';
import { watchObscured } from './obscured.ts';
import { allowsOrigin } from './origins.ts';
import { paced } from './pace.ts';
import { partOf } from './part.ts';
import { createHandle, handlesBeside, publish } from './siblings.ts';
import { refusalOf } from './situation.ts';
import { createVault } from './vault.ts';
import { openView } from './view/open-view.ts';

export interface FrameWorld {
  readonly window: Window & { readonly origin: string };
  /** The address of the running script; it holds the hash of its content. */
  readonly build: string;
  /** Which pages may embed frames, as sources of `frame-ancestors`. */
  readonly pageOrigins: readonly string[];
  /** From where pages may have fonts loaded. */
  readonly fontOrigins: readonly string[];
  /** Whether the operator lets pages send expressions over data. */
  readonly takesExpressions: boolean;
  readonly clock: () => Date;
}

/** Starts a frame, or refuses to: then the page that opens it is told why. */
export const start = (world: FrameWorld, guards: Guards): void => {
  const { window, build, pageOrigins, fontOrigins, takesExpressions, clock } = world;
  const refusal = refusalOf(window, guards.situation);
  // For people and tests that open the frame's address by hand; nothing else can see it.
  if (refusal) window.document.documentElement.dataset.refusal = refusal;
  if (refusal === 'frame-top-level') return;

  acceptPage(
    window,
    {
      allowed: allowsOrigin(pageOrigins),
      refusal,
      serve: async ({ key: apiKey, type, options }, pageOrigin, emit) => {
        if (type !== SESSION && !isElementType(type)) throw new Failure('unknown-element-type');
        if (apiKey === '') throw new Failure('key-missing');
        if (!isHeaderText(apiKey)) throw new Failure('key-refused');
        const identity = { parent: window.parent, pageOrigin, apiKey, build };
        const vaultWith = (key: string) => createVault(window, { ...identity, apiKey: key }, guards.key.isElements);
        const vault = vaultWith(apiKey);
        const checked = keyCheck(window, identity, vault.checkKey, guards.sibling);
        // Whoever needs the answer waits for it; until then a refusal is nobody's unhandled error.
        checked.catch(() => {});
        const own = { id: drawId(crypto), identity, checked, type };
        const shared = { checked: () => checked, ping: () => {} };
        if (!isElementType(type)) {
          const session = loadOnce(async () => {
            const [{ openSession }, calling] = await Promise.all([
              import('./session/open-session.ts'),
              import('./calling.ts'),
            ]);
            return openSession({ window, own, guards, takesExpressions, vaultWith, calling });
          });
          return { id: own.id, methods: paced({ ...shared, session: async (...args) => (await session())(...args) }) };
        }
        /** Siblings whose key and page are these. */
        const neighbours = () => [...handlesBeside(window)].filter((handle) => !handle.refusal(identity));
        const tellNeighbours = () => {
          for (const handle of neighbours()) handle.heed(identity);
        };
        const view = await openView(window.document.body, type, options, emit, clock, {
          codeContext: () => {
            const told = neighbours().flatMap((handle) => handle.codeContext(identity) ?? []);
            return told.length === 1 ? told[0] : undefined;
          },
          changed: tellNeighbours,
        });
        const showing = loadOnce(() => import('./showing.ts'));
        const handle = createHandle(
          own,
          {
            parts: () => (view.showing ? 'display-only' : view.boxes.map(partOf)),
            validate: view.validate,
            codeContext: view.codeContext,
            heed: view.heed,
            show: (value) =>
              showing().then(
                (file) => file.show(view, value),
                () => 'vault-unreachable',
              ),
            watch: view.watch,
          },
          guards.sibling,
        );
        publish(window, handle);
        tellNeighbours();
        window.addEventListener('pagehide', view.forget);
        watchObscured(window.document.body, (obscured) => emit({ type: 'obscured', obscured }));
        const caller = loadOnce(async () =>
          (await import('./calling.ts')).openCaller({ window, handle, vault, takesExpressions }),
        );
        checked.then(caller).catch(() => {});

        if (options.enableCopy === true) {
          load(() => import('./view/copy-button.ts')).then(
            ({ addCopyButton }) => addCopyButton(window, view, options),
            () => {},
          );
        }

        const fonts = loadOnce(async () =>
          (await import('./view/fonts.ts')).openFonts(window.document, fontOrigins, emit),
        );
        // Who never named a font has none to give up.
        let hasFonts = false;
        const dress = ({ style }: ElementOptions) => {
          hasFonts ||= style?.fonts !== undefined;
          if (!hasFonts) return;
          fonts().then(
            (load) => load(style?.fonts),
            () => emit({ type: 'warning', warnings: [{ property: 'fonts', reason: 'font-not-loaded' }] }),
          );
        };
        dress(options);

        const methods: Omit<FrameMethods, 'session'> = {
          ...shared,
          update: async (changes) => {
            await view.update(changes);
            if ('style' in changes) dress(changes);
          },
          validate: view.validate,
          clear: view.clear,
          focus: view.focus,
          blur: view.blur,
          mirror: async (source) => (await showing()).mirror({ window, handle, view }, source),
          call: async (...args) => (await caller())(...args),
        };
        return { id: handle.id, methods: paced(methods) };
      },
    },
    guards.opening,
  );
};
