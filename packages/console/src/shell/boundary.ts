import type { Call } from '../api/call.ts';
import type { Session } from '../api/session.ts';
import type { Departure } from '../sign-in/openid.ts';
import type { Look } from './look.ts';
import type { Navigation } from './navigation.ts';

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
  /** Goes on with the session that the server has now, where there is one. */
  signedIn(): Promise<void>;
  /** The person has signed out here, and may be signed in to the OpenID provider still. */
  signedOut(from: Departure | undefined): void;
}

/** What somebody who is signed in sees, for as long as the session lasts. */
export interface Inside {
  /** Opens what the address says. What was open stays in sight until then, so that a field which goes on keeps its focus. */
  open(): Promise<void>;
  page(): { title: string; body: unknown };
  say(text: string): void;
  /** Something was called, so the session goes on. */
  touch(): void;
  /** The session has ended. Where something was typed, it is kept out of sight, and this gives what to say of it; else everything ends. */
  pause(): string | undefined;
  /** Goes on where it was, if the same person has signed in again; else everything ends. */
  resume(session: Session): boolean;
  /** Ends everything that goes on. */
  close(): void;
}
