import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { createServer } from '../api/server.ts';
import type { Session } from '../api/session.ts';
import { asError } from '../parts/as-error.ts';
import { emptyState, problemNote, skeleton } from '../parts/states.ts';
import { inTenant, type Place } from '../places.ts';
import type { Dialog, Scene, View } from '../scene.ts';
import { createGate } from '../sign-in/gate.ts';
import { placeAfter, takeFailure } from '../sign-in/openid.ts';
import { askAhead } from './ask-ahead.ts';
import { commandsAbout, commandsOf } from './commands.ts';
import { destinationOf, isGate, tenantOf } from './destination.ts';
import { endsSoon } from './ends-soon.ts';
import { idleWatch } from './idle-watch.ts';
import { type Acts, insidePage } from './inside-page.ts';
import { createLook } from './look.ts';
import { createNavigation } from './navigation.ts';
import { createPalette, isPaletteKey } from './palette.ts';
import type { Preferences } from './preferences.ts';
import { createToast } from './toast.ts';

/** Runs the console in a window: who is signed in, where they are, and what is drawn. */
export const runConsole = async (window: Window): Promise<void> => {
  const { document } = window;
  const ahead = askAhead(window);
  const look = await createLook(window);
  let session: Session | undefined;
  let trouble: Error | undefined;
  let view: View | undefined;
  let place: Place | undefined;
  let dialog: Dialog | undefined;
  let menuIsOpen = false;
  let life = new AbortController();
  let isDue = false;

  const redraw = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      draw();
    });
  };
  const ended = () => {
    if (!session) return;
    session = undefined;
    view = undefined;
    gate.close();
    watch.stop();
    void open(true);
  };
  const server = createServer(window, (status) => (status === 401 ? ended() : watch.touch()));
  const { call } = server;
  const leave = () => {
    life.abort();
    life = new AbortController();
    place = undefined;
    dialog = undefined;
  };
  const toast = createToast(window, redraw);
  const { say } = toast;
  const closeDialog = () => {
    dialog = undefined;
    redraw();
  };
  const tenantHere = () => session && tenantOf(navigation.address.pathname, session);
  // Each call that is answered lets the session go on.
  const stay = () => call('GET', '/session').then(closeDialog, (thrown: unknown) => say(asError(thrown).message));
  const watch = idleWatch(window, {
    soon: () => {
      dialog = endsSoon(look.words, () => void stay());
      redraw();
    },
    ended,
  });
  const signIn = async (known = call<Session>('GET', '/session')) => {
    session = await known;
    // Somebody who was signed in has come back from the provider without success.
    if (failure && known === ahead) say(look.words.openId.failures[failure]);
    gate.close();
    watch.begin(Date.parse(session.expires_at) - Date.now());
    const to = placeAfter(window);
    if (to !== undefined) navigation.go(to, { replace: true });
    else await open();
  };
  const failure = takeFailure(window);
  const gate = createGate(failure, () => ({ window, call, redraw, words: look.words, signedIn: () => signIn() }));
  /** Opens what the address says. What was open stays in sight until then, so that a field which goes on keeps its focus. */
  const open = async (hasEnded = false) => {
    leave();
    menuIsOpen = false;
    const { pathname, searchParams } = navigation.address;
    if (!session) {
      gate.open(navigation.address, hasEnded);
      return redraw();
    }
    const destination = destinationOf(pathname, session, look.words);
    if (destination.kind === 'redirect') return navigation.go(destination.to, { replace: true });
    if (destination.kind === 'nowhere') {
      const { title, text } = destination;
      view = { title, draw: () => emptyState(text, '', html`<a class="button" href="/">${look.words.shell.home}</a>`) };
      return redraw();
    }
    const { tenant, params } = destination;
    place = destination.place;
    redraw();
    const { signal } = life;
    const scene: Scene = {
      ...{ window, session, tenant, call, params, signal, redraw, say, closeDialog },
      ...{ words: look.words, language: look.language, vault: server.vault(tenant.id) },
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
    };
    try {
      const { view: openView } = await destination.place.load();
      if (!signal.aborted) view = openView(scene);
    } catch (thrown) {
      const error = asError(thrown);
      view = {
        title: look.words.menu[destination.place.menu],
        draw: () =>
          problemNote(new Error(look.words.shell.reloadText, { cause: error }), look.words, () =>
            window.location.reload(),
          ),
      };
    }
    redraw();
  };

  let shownPath = '';
  const changed = () => {
    void open().then(() => {
      const { pathname, search } = navigation.address;
      const here = `${pathname}?${new URLSearchParams(search).get('start') ?? ''}`;
      if (here === shownPath) return;
      shownPath = here;
      // After the page is drawn: readers of screens begin where the new page does.
      queueMicrotask(() => {
        window.scrollTo(0, 0);
        document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      });
    });
  };
  const navigation = createNavigation(window, changed);

  const prefer = async (next: Preferences) => {
    if (await look.prefer(next)) await open();
    redraw();
  };
  const acts: Acts = {
    openPalette: () => palette.open(),
    toggleMenu: () => {
      menuIsOpen = !menuIsOpen;
      redraw();
    },
    closeDialog,
    chooseTenant: (id) => navigation.go(inTenant(id, place ? `/${place.menu}` : '')),
    prefer: (next) => void prefer(next),
    signOut: () => {
      call('DELETE', '/session')
        .then(() => {
          session = undefined;
          view = undefined;
          gate.close();
          watch.stop();
          navigation.go('/sign-in', { replace: true });
        })
        .catch((thrown: unknown) => say(asError(thrown).message));
    },
  };
  const here = () => {
    if (!session) return undefined;
    const preferTheme = (theme: Preferences['theme']) => void prefer({ ...look.preferences, theme });
    return {
      session,
      tenant: tenantHere() ?? session.tenants[0],
      words: look.words,
      go: navigation.go,
      preferTheme,
      ...acts,
    };
  };
  const palette = createPalette(redraw, {
    named: () => {
      const known = here();
      return known ? commandsOf(known) : [];
    },
    about: (text) => {
      const known = here();
      return known ? commandsAbout(known, text) : [];
    },
  });
  window.addEventListener('keydown', (event) => {
    if (!isPaletteKey(event) || !session || dialog) return;
    event.preventDefault();
    palette.open();
  });

  const page = (): { title: string; body: TemplateResult } => {
    const { words, language, preferences } = look;
    if (trouble) {
      const body = html`<main id="main" class="gate"><div class="sheet"><h1 class="sr-only">Tessera</h1>${problemNote(trouble, words, () => window.location.reload())}</div></main>`;
      return { title: words.problems.title, body };
    }
    if (!session) {
      return gate.page
        ? { title: gate.page.title(words), body: gate.page.draw(words) }
        : { title: '', body: skeleton(words) };
    }
    const title = view?.title ?? (place ? words.menu[place.menu] : '');
    const tenant = tenantHere();
    const body = insidePage(
      {
        ...{ words, session, tenant, title, preferences, language, dialog, said: toast.said, menuIsOpen },
        menu: place?.menu,
        body: view ? view.draw() : skeleton(words),
        palette: palette.isOpen ? palette.draw(words) : nothing,
      },
      acts,
    );
    return { title: [title, tenant?.name].filter(Boolean).join(' · '), body };
  };
  const draw = () => {
    const { title, body } = page();
    document.title = [title, 'Tessera'].filter(Boolean).join(' · ');
    look.apply();
    render(body, document.body);
  };

  draw();
  try {
    // These pages are for people who are not signed in: they are there before the server has said so.
    if (isGate(navigation.address.pathname)) await open();
    if (ahead) await signIn(ahead);
  } catch (thrown) {
    const error = asError(thrown);
    if ('status' in error && error.status === 401) await open();
    else trouble = error;
    redraw();
  }
};
