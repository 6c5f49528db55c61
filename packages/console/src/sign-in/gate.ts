import type { OpenIdFailure } from '@tessera/contract/console';
import type { TemplateResult } from 'lit/html.js';
import type { Call } from '../api/call.ts';
import type { GateWords } from '../words/gate-words.ts';
import type { Departure } from './openid.ts';
import { enrolPage, signInPage } from './sign-in-page.ts';

/** What the pages in front of the console work with. */
export interface Gate {
  readonly window: Window;
  readonly call: Call;
  readonly words: GateWords;
  redraw(): void;
  /** Whether the person was signed in until now. */
  readonly hasEnded: boolean;
  /** What to say of what the page keeps, where something was typed in a session that has ended. */
  readonly kept: string | undefined;
  /** Why the OpenID provider let nobody in, where it has just sent the browser back. */
  readonly failure: OpenIdFailure | undefined;
  /** The provider that the person may be signed in to still, after signing out here. */
  readonly departure: Departure | undefined;
  /** Begins to load what comes after signing in, while the person is busy with it. */
  loadInside(): void;
  /** Goes on with the session that the server has now. */
  signedIn(): Promise<void>;
}

/** A page in front of the console. */
export interface GatePage {
  title(words: GateWords): string;
  draw(words: GateWords): TemplateResult;
}

/** Keeps the page in front of the console that is open, where one is. The first one says why the provider let nobody in, if it did not. */
export const createGate = (
  failed: Gate['failure'],
  about: () => Omit<Gate, 'hasEnded' | 'kept' | 'failure' | 'departure'>,
) => {
  let failure = failed;
  let departure: Departure | undefined;
  let opened: { make: (gate: Gate) => GatePage; page: GatePage } | undefined;
  return {
    get page() {
      return opened?.page;
    },
    open: ({ pathname, hash }: URL, hasEnded: boolean, kept?: string) => {
      const make = pathname === '/enrol' ? enrolPage : signInPage;
      // The link of an invitation may be opened where the page is open already.
      if (opened?.make === make && hash === '') return;
      opened = { make, page: make({ ...about(), hasEnded, kept, failure, departure }) };
      failure = undefined;
      departure = undefined;
    },
    /** Says on the next page where signing out goes on. */
    depart: (from: Departure | undefined) => {
      departure = from;
    },
    close: () => {
      opened = undefined;
    },
  };
};
