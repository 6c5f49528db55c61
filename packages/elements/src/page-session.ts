import { type FrameConnection, type OpeningFrame, openFrame, SESSION, type SessionMethods } from '@tessera/bridge';
import { takeEarly } from './early-frame.ts';
import { answered, ElementsError } from './errors.ts';
import { type FrameSource, vaultFrame } from './frame-source.ts';
import { callLimit, checkedLimit } from './limits.ts';

/** A hidden frame, as long as it is there. */
interface HiddenFrame extends Pick<OpeningFrame, 'check'> {
  /** Resolves when the vault has accepted its key. */
  readonly connection: Promise<FrameConnection>;
  /** It is open: what it is given from now on, it keeps. */
  isKeeping?: boolean;
  /** Whether a session was opened in it. */
  isOpen?: boolean;
}

/**
 * The hidden frame of a page. It alone knows the key of the page's session, and keeps the idempotency keys of calls for frames that are lost
 * while they make one.
 */
export interface PageSession {
  /** Loads the hidden frame, when a field first gets the focus, and another when that is gone. */
  readonly keep: () => void;
  /** The hidden frame, if it is there and keeps what it is given. */
  readonly keeper: () => unknown;
  /** Whether a session was opened that is still there. */
  readonly isOpen: () => boolean;
  /** Calls a method of the session. Only `create` opens one; the others need an open session. */
  readonly ask: <Name extends keyof SessionMethods>(
    name: Name,
    ...args: Parameters<SessionMethods[Name]>
  ) => Promise<unknown>;
}

/** What all elements of one `createElements` share. */
export interface ElementHome extends FrameSource {
  readonly session: PageSession;
}

/** Nothing is loaded before it is needed. */
export const pageSession = (source: FrameSource): PageSession => {
  let hidden: HiddenFrame | undefined;

  const open = (): HiddenFrame => {
    const early = takeEarly(source.origin);
    const iframe = early?.iframe ?? vaultFrame(document, source.origin);
    iframe.hidden = true;
    const forget = () => {
      iframe.remove();
      if (hidden === mine) hidden = undefined;
    };
    const { connection, check, close } = openFrame({
      ...source,
      ...{ iframe, loads: early?.loads, type: SESSION, methods: {} },
      options: () => ({}),
      onLost: forget,
    });
    if (!early) document.body.append(iframe);
    const accepted = connection.then(async (frame) => {
      mine.isKeeping = true;
      await frame.call('checked', checkedLimit);
      return frame;
    });
    const failed = (thrown: unknown) => {
      close();
      forget();
      throw thrown;
    };
    const mine: HiddenFrame = { check, connection: accepted.catch(failed) };
    return mine;
  };

  const start = (): HiddenFrame => {
    hidden ??= open();
    return hidden;
  };

  const keeper = () => {
    // The page may have taken it out, with all that was in its body.
    hidden?.check();
    return hidden?.isKeeping && hidden;
  };

  const isOpen = () => !!hidden?.isOpen;

  return {
    keep: () => {
      keeper();
      start().connection.catch(() => {});
    },
    keeper,
    isOpen,
    ask: async (name, ...args) => {
      if (!isOpen() && name !== 'create') throw new ElementsError('session-missing');
      const mine = start();
      const answer = await answered(mine.connection.then((frame) => frame.call('session', callLimit, name, ...args)));
      mine.isOpen = true;
      return answer;
    },
  };
};
