import type { VaultClient } from '@tessera/client';
import type { TemplateResult } from 'lit/html.js';
import type { Params } from './address.ts';
import type { Call } from './api/call.ts';
import type { Session, TenantName } from './api/session.ts';
import type { Words } from './words/words.ts';

/** A dialog above the page. */
export interface Dialog {
  /** Its heading, which names it for screen readers. */
  title: string;
  body(): TemplateResult;
}

/** What a view is opened with. It ends when the person goes elsewhere. */
export interface Scene {
  readonly window: Window;
  readonly session: Session;
  readonly tenant: TenantName;
  /** The documented API, for that tenant. */
  readonly vault: VaultClient;
  /** Routes of the console itself. */
  readonly call: Call;
  readonly words: Words;
  /** The language of numbers and times, as a BCP 47 tag. */
  readonly language: string;
  readonly params: Params;
  readonly query: URLSearchParams;
  /** Aborted when the view is left. */
  readonly signal: AbortSignal;
  /** Draws the page again, after the running code. */
  redraw(): void;
  /** Goes to an address of the console. */
  go(address: string, options?: { replace?: boolean }): void;
  /** The address of a place of this tenant: `at('/tokens')`. */
  at(path: string): string;
  /** Says something to screen readers, and shows it for a while. */
  say(text: string): void;
  /** Reads again who is signed in: tenants were made, renamed or deleted. */
  renewSession(): Promise<void>;
  /** Shows a dialog until `closeDialog` or the person closes it. */
  showDialog(dialog: Dialog): void;
  closeDialog(): void;
}

/** What stands in the middle of the page. */
export interface View {
  /** The heading, which is also the title of the document. */
  title: string;
  draw(): TemplateResult;
}

/** Opens a view. It may start calls; they end with `scene.signal`. */
export type OpenView = (scene: Scene) => View;
