import type { CallOptions } from './calls.ts';

/** The type of the hidden frame that holds a session. It has no inputs. */
export const SESSION = 'session';

/** Stands for one revealed value: the frame of the session, the token, and the path of the value in the token's data. */
export interface RevealedReference {
  readonly $element: string;
  readonly token: string;
  readonly path: readonly string[];
}

/** The methods of the frame that holds a session. */
export interface SessionMethods {
  /** Opens a session in place of the previous one. The session key stays in the frame. */
  create(): Promise<{ readonly nonce: string; readonly expires_at: string }>;
  /** A token as a page may see it: references in place of the values in its data. */
  retrieve(id: string, options: CallOptions): Promise<unknown>;
  /** Replaces the references in a payload by values and changes a token. */
  update(id: string, payload: unknown, options: CallOptions): Promise<unknown>;
  /** Shows a revealed value, or a record of them, in the element with this id. */
  show(element: string, value: unknown): Promise<void>;
}
