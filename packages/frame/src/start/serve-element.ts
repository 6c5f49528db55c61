import type { ElementEvent, ElementOptions, FrameMethods, PageMethods, Served } from '@tessera/bridge';
import { later, load, loadOnce } from '../load.ts';
import { createHandle, handlesBeside, type Own, publish } from '../siblings/handle.ts';
import type { SiblingGuards } from '../siblings/identity.ts';
import { partOf } from '../siblings/part.ts';
import type { Vault } from '../vault.ts';
import { openView } from '../view/open-view.ts';
import type { Neighbours, View } from '../view/view-types.ts';
import type { FrameContext } from './frame-context.ts';
import { paced } from './pace.ts';

type Emit = (event: ElementEvent) => void;

/** A frame with the inputs of one element. */
export const serveElement = async (
  context: FrameContext,
  own: Own,
  vault: Vault,
  options: ElementOptions,
  { emit, say }: PageMethods,
  guards: SiblingGuards,
): Promise<Served> => {
  const { window, clock, takesExpressions } = context;
  const neighbours = neighboursOf(window, own);
  const ask = (path: string) => own.checked().then(() => vault.send(path, { method: 'GET' }));
  const view = await openView(window.document.body, { type: own.type, options, emit, say, clock, neighbours, ask });
  const showing = loadOnce(() => import('../siblings/showing.ts'));
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
    guards,
  );
  publish(window, handle);
  // Fields without a card number change nothing for the others, nor does an empty one, unless it is the second on the page.
  if (view.codeContext() && (options.value !== undefined || neighbours.codeContext())) neighbours.changed();
  window.addEventListener('pagehide', view.forget);
  const calls = loadOnce(async () =>
    (await import('../calls/open-calls.ts')).openCalls({ window, handle, vault, takesExpressions }),
  );
  later(() => {
    // Fetched ahead, so that the first call does not wait for it; a failure is tried again then.
    own
      .checked()
      .then(calls)
      .catch(() => {});
    tellCovers(window, emit);
  });
  // One after the other: the first may wait for code, and the last one holds.
  let updated = Promise.resolve();
  const applyRare = rareOptions(context, view, options, emit);

  const methods: Omit<FrameMethods, 'session'> = {
    checked: own.checked,
    ping: () => {},
    update: (changes) => {
      const update = updated.then(() => view.update(changes)).then(() => applyRare(changes));
      updated = update.catch(() => {});
      return update;
    },
    validate: view.validate,
    clear: view.clear,
    focus: view.focus,
    blur: view.blur,
    mirror: async (source) => (await showing()).mirror({ window, handle, view, options }, source),
    call: async (...args) => (await calls())(...args),
  };
  return { id: handle.id, methods: paced(methods) };
};

/** A cover is told of when it has stayed for a second, so the code that looks for it need not be there at once. */
const tellCovers = (window: Window, emit: Emit): void => {
  load(() => import('./obscured.ts')).then(
    (file) => file.watchObscured(window, (obscured, reached) => emit({ type: 'obscured', obscured, reached })),
    () => {},
  );
};

/** The other elements of the same page and key. */
const neighboursOf = (window: Window, { identity }: Own): Neighbours => {
  const all = () => [...handlesBeside(window)].filter((handle) => !handle.refusal(identity));
  return {
    codeContext: () => {
      const known = all().flatMap((handle) => handle.codeContext(identity) ?? []);
      return known.length === 1 ? known[0] : undefined;
    },
    changed: () => {
      for (const handle of all()) handle.heed(identity);
    },
  };
};

/** Applies the options that few pages give, now and after each update. The code for them is fetched with the first of them. */
const rareOptions = (context: FrameContext, view: View, options: ElementOptions, emit: Emit) => {
  const rare = loadOnce(async () =>
    (await import('../view/rare-options.ts')).openRareOptions({ ...context, view, options, emit }),
  );
  let isUsed = false;
  const apply = (given: ElementOptions) => {
    const { enableCopy, ariaDescription, style } = given;
    isUsed ||= !!(enableCopy || ariaDescription || style?.fonts);
    if (!isUsed) return;
    rare().then(
      (applied) => applied(given),
      () => style?.fonts && emit({ type: 'warning', warnings: [{ property: 'fonts', reason: 'font-not-loaded' }] }),
    );
  };
  apply(options);
  return apply;
};
