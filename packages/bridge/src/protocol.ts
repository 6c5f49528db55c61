/*
 * The messages between a merchant page and a frame. Options, payloads with references and calls go in; facts, verdicts, an allow-list of
 * a token's properties and error codes come out. No message has a property that could hold a value that was typed.
 */
import type { CallName, CallOptions } from './calls.ts';
import type { ElementEvent, ElementState, FieldError, Messages } from './events.ts';
import type { ElementOptions } from './options.ts';
import type { SessionMethods } from './session.ts';

/** The version of the opening message. Both ends refuse any other. */
export const PROTOCOL = 2;

/** The methods of a frame that its page can call. */
export interface FrameMethods {
  update(options: ElementOptions): Promise<void>;
  /** Shows errors as if the person had left each input, and returns the state. */
  validate(): ElementState;
  clear(): void;
  /** Moves the focus to the first input that is not complete, or else to the first. */
  focus(): void;
  blur(): void;
  /** Resolves once the vault has accepted the key; `mount` waits for it. */
  checked(): Promise<void>;
  /** Does nothing. A page restored from the back/forward cache calls it to learn whether the frame is still there. */
  ping(): void;
  /** Replaces the references in a payload by values and sends it to the frame's own origin. */
  call(name: CallName, payload: unknown, options: CallOptions): Promise<unknown>;
  /** From now on shows what is in another element, given by its id, of the same type. */
  mirror(source: string): Promise<void>;
  /** Only in the frame that holds a session. */
  session(name: keyof SessionMethods, ...args: readonly unknown[]): Promise<unknown>;
}

/** The methods of a page that its frame can call. */
export interface PageMethods {
  emit(event: ElementEvent): void;
  /** Tells how errors and the title read: first, and when the language, a label or the title changes. */
  say(messages: Messages): void;
}

/** The only message that a page posts to a window; everything after it goes through the port that is sent along. */
export interface Opening {
  readonly tessera: typeof PROTOCOL;
  /** 128 random bits as hex. The frame repeats it on the port, which proves to the page that this frame received the message. */
  readonly nonce: string;
  readonly key: string;
  readonly type: string;
  readonly options: ElementOptions;
}

/** A call of a method that is carried out without an answer. */
export interface Told {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The frame's answer on the port: its id and what it tells first, or why it refuses. */
export type Echo =
  | { readonly tessera: typeof PROTOCOL; readonly nonce: string; readonly id: string; readonly told: readonly Told[] }
  | { readonly tessera: typeof PROTOCOL; readonly nonce: string; readonly refusal: Sealed };

/** An error in the only form that crosses the bridge: no message and no stack, since either could quote a value. */
export interface Sealed {
  readonly code: string;
  /** A name, never a value: a property's path, an option, a host. */
  readonly detail?: string;
  /** For `validation-error`: the shape of the payload, with `{ type }` at each input that is not complete. */
  readonly details?: unknown;
  readonly validation?: readonly FieldError[];
  /** The vault's answer, where there was one. */
  readonly problem?: { readonly status: number; readonly data: unknown };
}
