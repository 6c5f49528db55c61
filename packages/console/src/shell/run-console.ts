import type { OpenIdFailure } from '@tessera/contract/console';
import { html, render } from 'lit/html.js';
import { consoleFetch, createCall } from '../api/call.ts';
import type { Session } from '../api/session.ts';
import { asError } from '../parts/as-error.ts';
import { problemNote, skeleton } from '../parts/states.ts';
import { createGate } from '../sign-in/gate.ts';
import { isGate } from '../sign-in/is-gate.ts';
import { type Departure, placeAfter, takeFailure } from '../sign-in/openid.ts';
import type { Inside } from './boundary.ts';
import { createLook } from './look.ts';
import { createNavigation } from './navigation.ts';

/** What only people who are signed in need is a file of its own: the page for signing in does not wait for it. */
const loadInside = () => import('./inside.ts');

/** Runs the console in a window: the pages in front of it, and its inside once somebody is signed in. */
export const runConsole = async (window: Window): Promise<void> => {
  const { document } = window;
  const { pathname } = window.location;
  const isInFront = isGate(pathname);
  let inside: Inside | undefined;
  /** What was open when a session ended. */
  let kept: Inside | undefined;
  let trouble: Error | undefined;
  let isDue = false;

  const redraw = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      draw();
    });
  };
  /** Closes what is open, of which nothing may stay in sight. */
  const leave = () => {
    inside?.close();
    inside = undefined;
    gate.close();
  };
  /** After the page is drawn: readers of screens begin where the new page does. */
  const focusHeading = () =>
    queueMicrotask(() => document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }));
  const ended = () => {
    if (!inside) return;
    const text = inside.pause();
    kept = inside;
    inside = undefined;
    gate.open(navigation.address, true, text);
    redraw();
    focusHeading();
  };
  const heard = (status: number) => (status === 401 ? ended() : inside?.touch());
  const call = createCall(consoleFetch({ fetch: (input, init) => window.fetch(input, init), heard }));
  const askWho = () => call<Session>('GET', '/session');

  // Inside, the first page waits for who is signed in, for its words and for its view. All are asked for before anything is drawn.
  const looking = createLook(window);
  const ahead = isInFront ? undefined : askWho();
  // Whatever fails here is told where it is needed.
  ahead?.catch(() => {});
  if (ahead) {
    loadInside()
      .then(async ({ loadAhead }) => loadAhead(pathname, (await looking).language))
      .catch(() => {});
  }
  const look = await looking;
  const failure = takeFailure(window);
  const signedIn = () => enter(askWho());
  const gate = createGate(failure, () => ({
    ...{ window, call, redraw, words: look.words },
    loadInside: () => void loadInside().catch(() => {}),
    signedIn,
  }));

  const open = async () => {
    if (inside) return await inside.open();
    gate.open(navigation.address, false);
    redraw();
  };
  /** Goes inside with a session. */
  const enter = async (known: Promise<Session>, failed?: OpenIdFailure) => {
    const session = await known;
    // Another tab and this one may both have signed in.
    if (inside) return;
    if (kept?.resume(session)) inside = kept;
    kept = undefined;
    if (inside) return gate.close();
    const { createInside } = await loadInside().catch((cause: unknown) => {
      throw new Error(look.words.problems.reload, { cause });
    });
    const signedOut = (from: Departure | undefined) => {
      leave();
      gate.depart(from);
      navigation.go('/sign-in', { replace: true });
    };
    const made = await createInside(
      { window, look, navigation, call, heard, redraw, ended, signedIn, signedOut },
      session,
    );
    const wasInFront = gate.page !== undefined;
    leave();
    inside = made;
    // Somebody who was signed in has come back from the provider without success.
    if (failed) inside.say(look.words.openId.failures[failed]);
    const to = placeAfter(window);
    if (to !== undefined) return navigation.go(to, { replace: true });
    await open();
    if (wasInFront) focusHeading();
  };

  let shownPath = '';
  const navigation = createNavigation(window, () => {
    void open().then(() => {
      const { pathname, searchParams } = navigation.address;
      const here = `${pathname}?${searchParams.get('start') ?? ''}`;
      if (here === shownPath) return;
      shownPath = here;
      queueMicrotask(() => window.scrollTo(0, 0));
      focusHeading();
    });
  });

  const page = (): { title: string; body: unknown } => {
    const { words } = look;
    if (trouble) {
      const body = html`<main id="main" class="gate"><div class="sheet"><h1 class="sr-only">Tessera</h1>${problemNote(trouble, words, () => window.location.reload())}</div></main>`;
      return { title: words.problems.title, body };
    }
    if (inside) return inside.page();
    return gate.page
      ? { title: gate.page.title(words), body: gate.page.draw(words) }
      : { title: '', body: skeleton(words) };
  };
  const draw = () => {
    const { title, body } = page();
    document.title = [title, 'Tessera'].filter(Boolean).join(' · ');
    look.apply();
    render(body, document.body);
  };

  if (isInFront) await open();
  else draw();
  // With the link of an invitation nobody is signed in yet.
  if (pathname === '/enrol') return;
  try {
    await enter(ahead ?? askWho(), failure);
  } catch (thrown) {
    const error = asError(thrown);
    if ('status' in error && error.status === 401) await open();
    else trouble = error;
    redraw();
  }
};
