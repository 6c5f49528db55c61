import { type FrameConnection, openFrame, SESSION, type SessionMethods } from '@tessera/bridge';
import { takeEarly } from './early-frame.ts';
import { answered, ElementsError } from './errors.ts';
import { type FrameSource, vaultFrame } from './frame-source.ts';
import { callLimit, checkedLimit } from './limits.ts';

/**
 * The hidden frame of a page. It alone knows the key of the page's session, and keeps the idempotency keys of calls for frames that are lost
 * while they make one.
 */
export interface PageSession {
  /** Loads the hidden frame, when a field first gets the focus. */
  readonly keep: () => void;
  /** Whether the hidden frame is there. */
  readonly isKept: () => boolean;
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
export const pageSession = ({ origin, apiKey, guards }: FrameSource): PageSession => {
  let opening: Promise<FrameConnection> | undefined;
  let isKept = false;
  let isOpen = false;

  const open = async (): Promise<FrameConnection> => {
    const early = takeEarly(origin);
    const iframe = early?.iframe ?? vaultFrame(document, origin);
    iframe.hidden = true;
    const forget = () => {
      iframe.remove();
      opening = undefined;
      isKept = isOpen = false;
    };
    const frame = openFrame(
      {
        ...{ iframe, loads: early?.loads, origin, key: apiKey, type: SESSION },
        options: () => ({}),
        methods: { emit: () => {}, say: () => {} },
        onLost: forget,
      },
      guards,
    );
    if (!early) document.body.append(iframe);
    try {
      const connection = await frame.connection;
      await connection.call('checked', checkedLimit);
      isKept = true;
      return connection;
    } catch (thrown) {
      frame.close();
      forget();
      throw thrown;
    }
  };

  const start = (): Promise<FrameConnection> => {
    opening ??= open();
    return opening;
  };

  return {
    keep: () => void start().catch(() => {}),
    isKept: () => isKept,
    isOpen: () => isOpen,
    ask: async (name, ...args) => {
      if (!isOpen && name !== 'create') throw new ElementsError('session-missing');
      const answer = await answered(start().then((frame) => frame.call('session', callLimit, name, ...args)));
      isOpen = true;
      return answer;
    },
  };
};
