import type { CallOptions } from './protocol.ts';

/** The type of the frame that holds a session: nobody sees it, and it has no inputs. */
export const SESSION = 'session';

/** Stands for a value that a session may show: the frame of the session, the token, and where in its data it is. */
export interface RevealedReference {
  readonly $element: string;
  readonly token: string;
  readonly path: readonly string[];
}

/** What a page can ask of the frame that holds its session. */
export interface SessionMethods {
  /** Opens a session in place of the one before. Its key stays in the frame. */
  create(): Promise<{ readonly nonce: string; readonly expires_at: string }>;
  /** A token as a page may see it, with references in place of all that its data holds. */
  retrieve(id: string, options: CallOptions): Promise<unknown>;
  /** Fills the payload's references and changes a token. */
  update(id: string, payload: unknown, options: CallOptions): Promise<unknown>;
  /** Has the element of this id show what a reference stands for, or a record of them. */
  show(element: string, value: unknown): Promise<void>;
}
