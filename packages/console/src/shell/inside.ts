import { html, nothing, render } from 'lit/html.js';
import { matchPath } from '../address.ts';
import type { Session } from '../api/session.ts';
import { vaultsOf } from '../api/vaults.ts';
import { asError } from '../parts/as-error.ts';
import { emptyState, problemNote, skeleton, titleOf } from '../parts/states.ts';
import { inTenant, type Place, places } from '../places.ts';
import type { Dialog, Scene, View } from '../scene.ts';
import type { SignedOut } from '../sign-in/openid.ts';
import type { Language } from '../words/gate-words.ts';
import { loadWords } from '../words/words.ts';
import { watchActivity } from './activity.ts';
import type { Inside, Outside } from './boundary.ts';
import { destinationOf, tenantOf } from './destination.ts';
import { closeBox } from './dialog-box.ts';
import { endsSoon } from './ends-soon.ts';
import { idleWatch } from './idle-watch.ts';
import { type Acts, insidePage } from './inside-page.ts';
import type { keep } from './keep.ts';
import { keepFocus } from './keep-focus.ts';
import { createPalette, isPaletteKey, type Palette } from './palette.ts';
import type { Preferences } from './preferences.ts';
import { createToast } from './toast.ts';

/** Begins to load the view that an address is of, and all words. What cannot be loaded is told when it is needed. */
export const loadAhead = (pathname: string, language: Language): void => {
  const path = pathname.replace(/^\/t\/[^/]+/, '');
  const first = places.find((place) => matchPath(place.path, path));
  first?.load().catch(() => {});
  void loadWords(language);
};

/** Makes the inside of the console for a session. */
export const createInside = async (
  { window, look, navigation, call, heard, redraw, ended, signedIn, signedOut }: Outside,
  known: Session,
): Promise<Inside> => {
  let session = known;
  let words = await loadWords(look.language);
  let view: View | undefined;
  let place: Place | undefined;
  let dialog: Dialog | undefined;
  /** Above the dialog of the view, which may hold what somebody has typed or what is shown once. */
  let warning: Dialog | undefined;
  let menuIsOpen = false;
  let life = new AbortController();
  const root = window.document.createElement('div');
  /** Once something was typed in the view. */
  let kept: ReturnType<typeof keep> | undefined;

  const vault = vaultsOf(window, heard);
  const toast = createToast(window, redraw);
  const { say } = toast;
  const leave = () => {
    life.abort();
    life = new AbortController();
    place = undefined;
    dialog = undefined;
    kept = undefined;
  };
  const dialogClosed = (closed: Dialog) => {
    if (dialog === closed) dialog = undefined;
    if (warning === closed) warning = undefined;
    redraw();
  };
  const close = (open: Dialog | undefined) => {
    if (!open) return;
    closeBox(open);
    dialogClosed(open);
  };
  const tenantHere = () => tenantOf(navigation.address.pathname, session);
  // Each call that is answered lets the session go on.
  const stay = () => call('GET', '/session').catch((thrown: unknown) => say(titleOf(asError(thrown), words)));
  const watch = idleWatch(window, {
    soon: () => {
      warning = endsSoon(words, () => void stay());
      redraw();
    },
    ended,
  });
  const goOn = () => {
    watch.touch();
    close(warning);
  };
  const ending = new AbortController();
  const activity = watchActivity(window, ending.signal, { elsewhere: goOn, typing: () => void stay() });
  watch.begin(session.expires_in * 1000);

  const open = async () => {
    leave();
    menuIsOpen = false;
    const { pathname, searchParams } = navigation.address;
    const destination = destinationOf(pathname, session, words);
    if (destination.kind === 'redirect') return navigation.go(destination.to, { replace: true });
    if (destination.kind === 'nowhere') {
      const { title, text } = destination;
      view = { title, draw: () => emptyState(text, '', html`<a class="button" href="/">${words.shell.home}</a>`) };
      return redraw();
    }
    const { tenant, params } = destination;
    place = destination.place;
    redraw();
    const { signal } = life;
    const scene: Scene = {
      ...{ window, session, tenant, call, params, signal, redraw, say },
      ...{ words, language: look.language, vault: vault(tenant.id) },
      query: searchParams,
      go: navigation.go,
      at: (to) => inTenant(tenant.id, to),
      renewSession: async () => {
        session = await call<Session>('GET', '/session');
        redraw();
      },
      showDialog: (shown) => {
        dialog = shown;
        redraw();
      },
      closeDialog: () => close(dialog),
    };
    try {
      const { view: openView } = await destination.place.load();
      if (!signal.aborted) view = openView(scene);
    } catch (cause) {
      const error = new Error(words.problems.reload, { cause });
      view = {
        title: words.menu[destination.place.menu],
        draw: () => problemNote(error, words, () => window.location.reload()),
      };
    }
    redraw();
  };

  const prefer = async (next: Preferences) => {
    if (await look.prefer(next)) {
      words = await loadWords(look.language);
      await open();
    }
    redraw();
  };
  // It comes beside the first view, which does not wait for it.
  const commands = import('./commands.ts').catch(() => undefined);
  let palette: Palette | undefined;
  const acts: Acts = {
    openPalette: async () => {
      const found = await commands;
      if (!found) return say(words.problems.reload);
      palette ??= createPalette(redraw, {
        named: () => found.commandsOf(here()),
        about: (text) => found.commandsAbout(here(), text),
      });
      palette.open();
    },
    toggleMenu: () => {
      menuIsOpen = !menuIsOpen;
      redraw();
    },
    dialogClosed,
    chooseTenant: (id) => navigation.go(inTenant(id, place ? `/${place.menu}` : '')),
    prefer: (next) => void prefer(next),
    signOut: () => {
      call<SignedOut>('DELETE', '/session').then(
        ({ provider }) => signedOut(provider ?? undefined),
        (thrown: unknown) => say(titleOf(asError(thrown), words)),
      );
    },
  };
  const here = () => ({
    ...{ session, words, go: navigation.go },
    tenant: tenantHere() ?? session.tenants[0],
    preferTheme: (theme: Preferences['theme']) => void prefer({ ...look.preferences, theme }),
    ...acts,
  });
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isPaletteKey(event) || dialog || warning || !root.isConnected) return;
      event.preventDefault();
      acts.openPalette();
    },
    { signal: ending.signal },
  );
  // Forms and editors stand in stacks, and searches and filters of lists do not.
  root.addEventListener('input', ({ target }) => {
    const { signal } = life;
    if (!kept && (target as Element).closest('main .stack'))
      import('./keep.ts').then(
        ({ keep }) => {
          if (!signal.aborted) kept ??= keep({ window, root, signal, signedIn });
        },
        () => {},
      );
  });
  const closeAll = () => {
    leave();
    watch.stop();
    ending.abort();
  };
  const page: Inside['page'] = () => {
    keepFocus(window.document);
    const { language, preferences } = look;
    const title = view?.title ?? (place ? words.menu[place.menu] : '');
    const tenant = tenantHere();
    const body = insidePage(
      {
        ...{ words, session, tenant, title, preferences, language, said: toast.said, menuIsOpen },
        dialogs: [dialog, warning].filter((open) => open !== undefined),
        menu: place?.menu,
        body: view ? view.draw() : skeleton(words),
        palette: palette?.isOpen ? palette.draw(words) : nothing,
      },
      acts,
    );
    render(body, root);
    return { title: [title, tenant?.name].filter(Boolean).join(' · '), body: root };
  };

  return {
    open,
    say,
    touch: () => {
      activity.called();
      goOn();
    },
    pause: () => {
      if (!kept) return void closeAll();
      watch.stop();
      kept.takeAway();
      // What is shown once, such as a key, stands in dialogs.
      warning = dialog = undefined;
      page();
      return words.shell.kept(session.operator.name);
    },
    resume: (next) => {
      if (next.operator.id !== session.operator.id) closeAll();
      if (!kept) return false;
      session = next;
      watch.begin(session.expires_in * 1000);
      kept.bringBack();
      redraw();
      return true;
    },
    close: closeAll,
    page,
  };
};
