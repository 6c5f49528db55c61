import { html, nothing, type TemplateResult } from 'lit/html.js';
import { matchPath } from '../address.ts';
import type { Call } from '../api/call.ts';
import type { Session } from '../api/session.ts';
import { vaultsOf } from '../api/vaults.ts';
import { asError } from '../parts/as-error.ts';
import { emptyState, problemNote, skeleton, titleOf } from '../parts/states.ts';
import { inTenant, type Place, places } from '../places.ts';
import type { Dialog, Scene, View } from '../scene.ts';
import type { Departure, SignedOut } from '../sign-in/openid.ts';
import type { Language } from '../words/gate-words.ts';
import { loadWords } from '../words/words.ts';
import { watchActivity } from './activity.ts';
import { commandsAbout, commandsOf } from './commands.ts';
import { destinationOf, tenantOf } from './destination.ts';
import { closeBox } from './dialog-box.ts';
import { endsSoon } from './ends-soon.ts';
import { idleWatch } from './idle-watch.ts';
import { type Acts, insidePage } from './inside-page.ts';
import { keepFocus } from './keep-focus.ts';
import type { Look } from './look.ts';
import type { Navigation } from './navigation.ts';
import { createPalette, isPaletteKey } from './palette.ts';
import type { Preferences } from './preferences.ts';
import { createToast } from './toast.ts';

/** What the inside of the console works with. */
export interface Outside {
  readonly window: Window;
  readonly look: Look;
  readonly navigation: Navigation;
  readonly call: Call;
  /** Is told the status of each answer of the API. */
  heard(status: number): void;
  redraw(): void;
  /** Nothing was done for too long. */
  ended(): void;
  /** The person has signed out here, and may be signed in to the OpenID provider still. */
  signedOut(from: Departure | undefined): void;
}

/** What somebody who is signed in sees, for as long as the session lasts. */
export interface Inside {
  /** Opens what the address says. What was open stays in sight until then, so that a field which goes on keeps its focus. */
  open(): Promise<void>;
  page(): { title: string; body: TemplateResult };
  say(text: string): void;
  /** Something was called, so the session goes on. */
  touch(): void;
  /** Ends everything that goes on. */
  close(): void;
}

/** Begins to load the view that an address is of, and all words. What cannot be loaded is told when it is needed. */
export const loadAhead = (pathname: string, language: Language): void => {
  const path = pathname.replace(/^\/t\/[^/]+/, '');
  const first = places.find((place) => matchPath(place.path, path));
  first?.load().catch(() => {});
  void loadWords(language);
};

/** Makes the inside of the console for a session. */
export const createInside = async (
  { window, look, navigation, call, heard, redraw, ended, signedOut }: Outside,
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

  const vault = vaultsOf(window, heard);
  const toast = createToast(window, redraw);
  const { say } = toast;
  const leave = () => {
    life.abort();
    life = new AbortController();
    place = undefined;
    dialog = undefined;
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
  const acts: Acts = {
    openPalette: () => palette.open(),
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
  const palette = createPalette(redraw, {
    named: () => commandsOf(here()),
    about: (text) => commandsAbout(here(), text),
  });
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isPaletteKey(event) || dialog || warning) return;
      event.preventDefault();
      palette.open();
    },
    { signal: ending.signal },
  );

  return {
    open,
    say,
    touch: () => {
      activity.called();
      goOn();
    },
    close: () => {
      leave();
      watch.stop();
      ending.abort();
    },
    page: () => {
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
          palette: palette.isOpen ? palette.draw(words) : nothing,
        },
        acts,
      );
      return { title: [title, tenant?.name].filter(Boolean).join(' · '), body };
    },
  };
};
