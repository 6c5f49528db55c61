/*
 * What may cross between a merchant page and a frame, and nothing else: options and calls go in; facts, verdicts, an
 * allow-list of a token's fields and error codes come out. No message of this protocol has a place for a value.
 */

import type { ElementOptions } from './options.ts';
import type { SessionMethods } from './session.ts';

/** The version of the opening message. Both ends refuse any other. */
export const PROTOCOL = 1;

/** The only things about a value that may leave a frame. */
export interface Facts {
  /** `unknown` until the first digits tell. */
  readonly cardBrand?: string;
  /** First 6 digits, 8 from 16-digit numbers on; only of a complete number. */
  readonly cardBin?: string;
  /** Last 4 digits; only of a complete number. */
  readonly cardLast4?: string;
}

/** What is wrong with one input: it cannot become right by typing on, or it is not there yet. */
export interface FieldError {
  /** The input's name in events. */
  readonly targetId: string;
  readonly type: 'invalid' | 'incomplete';
}

/** What an element says of its inputs taken together. */
export interface ElementState {
  /** No input holds anything. */
  readonly empty: boolean;
  /** Valid and filled to the length its mask asks for. Live, on every keystroke. */
  readonly complete: boolean;
  /** Every input holds what can be sent. */
  readonly valid: boolean;
  /** Every input is as long as its format asks for. */
  readonly maskSatisfied: boolean;
  /** Absent when there is none to show: errors appear on blur, or while typing with `validateOnChange`. */
  readonly errors?: readonly FieldError[];
}

/** The inputs are drawn and accept keys. */
export interface ReadyEvent {
  readonly type: 'ready';
}

/** Something of what an element tells about itself is another; not each keystroke is such a change. */
export interface ChangeEvent extends ElementState, Facts {
  readonly type: 'change';
}

/** An input has got the focus. */
export interface FocusEvent {
  readonly type: 'focus';
  readonly targetId: string;
}

/** An input was clicked or tapped. */
export interface ClickEvent {
  readonly type: 'click';
  readonly targetId: string;
}

/** An input has lost the focus; the state is that after it. */
export interface BlurEvent extends ElementState, Facts {
  readonly type: 'blur';
  readonly targetId: string;
}

/** Enter or Escape was pressed in an input. No other key is ever told. */
export interface KeydownEvent {
  readonly type: 'keydown';
  readonly targetId: string;
  readonly key: 'Enter' | 'Escape';
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** A part of the `style` option that was left out, while the rest applies. It is named by its path; its value is not told. */
export interface StyleWarning {
  /** `base.backgroundImage`, `fonts.0` */
  readonly property: string;
  /**
   * The last three are those of fonts: style sheets are not read, write `{ family, src }`; the operator has to allow the origin
   * of `src`; what is there is no font, or cannot be loaded.
   */
  readonly reason:
    | 'unknown-property'
    | 'unknown-selector'
    | 'value-not-allowed'
    | 'font-needs-family-and-src'
    | 'font-origin-not-allowed'
    | 'font-not-loaded';
}

/** Follows `ready`, and each update of a style, when parts of the style do not apply; one of its own tells of fonts. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly warnings: readonly StyleWarning[];
}

/**
 * Something of the page covers a part of the element that is on screen, or no longer does; also what fades or turns it
 * counts. Only browsers with Intersection Observer v2 can tell.
 */
export interface ObscuredEvent {
  readonly type: 'obscured';
  readonly obscured: boolean;
}

/** Everything that an element tells its page. */
export type ElementEvent =
  | ReadyEvent
  | ChangeEvent
  | FocusEvent
  | BlurEvent
  | KeydownEvent
  | ClickEvent
  | WarningEvent
  | ObscuredEvent;

/**
 * Stands in a payload for what an element holds; `pick` takes one property of it (`expiration_month`), `format` writes a date
 * as text.
 */
export interface Reference {
  readonly $element: string;
  readonly pick?: string | undefined;
  readonly format?: string | undefined;
}

/** The calls a frame makes to the vault. */
export type CallName = 'tokens.create' | 'tokenize' | 'atomicCards.create' | 'atomicBanks.create';

/** What the page may say of a call beside its payload. There is no key and no address: those are the frame's own. */
export interface CallOptions {
  readonly correlationId?: string | undefined;
}

/** What a page can ask of its frame. */
export interface FrameMethods {
  update(options: ElementOptions): Promise<void>;
  /** Shows what is wrong, as if each input had been left, and tells it. */
  validate(): ElementState;
  clear(): void;
  focus(): void;
  blur(): void;
  /** Answers once the key was accepted, so that `mount` can wait for it. */
  checked(): Promise<void>;
  /** Answers at once; a page that comes back from the back/forward cache asks whether the frame did too. */
  ping(): void;
  /** Fills the payload's references and sends it to the frame's own origin. */
  call(name: CallName, payload: unknown, options: CallOptions): Promise<unknown>;
  /** Shows what is in the element of this id, of the same type, from now on. */
  mirror(source: string): Promise<void>;
  /** Only of the frame that holds a session. */
  session(name: keyof SessionMethods, ...args: readonly unknown[]): Promise<unknown>;
}

/** What a frame tells its page. */
export interface PageMethods {
  emit(event: ElementEvent): void;
}

/** The one message a page posts to a window; its port carries everything after it. */
export interface Opening {
  readonly tessera: typeof PROTOCOL;
  /** 128 random bits as hex, echoed on the port so that the page knows who took it. */
  readonly nonce: string;
  readonly key: string;
  readonly type: string;
  readonly options: ElementOptions;
}

/** The frame's answer on the port: who it is, or why it will not serve. */
export type Echo =
  | { readonly tessera: typeof PROTOCOL; readonly nonce: string; readonly id: string }
  | { readonly tessera: typeof PROTOCOL; readonly nonce: string; readonly refusal: Sealed };

/** An error in the only form that crosses the bridge: no message, no stack, nothing that could quote a value. */
export interface Sealed {
  readonly code: string;
  /** A name, never a value: a property's path, an option, a host. */
  readonly detail?: string;
  /** Validation: the payload's shape with `{ type }` where an input was refused. */
  readonly details?: unknown;
  readonly validation?: readonly FieldError[];
  /** The vault's answer, when it gave one. */
  readonly problem?: { readonly status: number; readonly data: unknown };
}
