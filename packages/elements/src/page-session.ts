import { type FrameConnection, openFrame, SESSION, type SessionMethods } from '@tessera/bridge';
import { answered, ElementsError } from './errors.ts';
import type { FrameSource } from './frame-source.ts';
import { limits } from './limits.ts';

/** The session of a page: a hidden frame that is made when one is opened, and that alone knows its key. */
export interface PageSession {
  /** Whether a session was opened that is still there. */
  readonly isOpen: () => boolean;
  /** Asks the frame. Only `create` makes one; everything else needs it to be there. */
  readonly ask: <Name extends keyof SessionMethods>(
    name: Name,
    ...args: Parameters<SessionMethods[Name]>
  ) => Promise<unknown>;
}

/** Nothing is loaded before a session is opened. */
export const pageSession = ({ origin, apiKey, guards }: FrameSource): PageSession => {
  let opening: Promise<FrameConnection> | undefined;

  const open = async (): Promise<FrameConnection> => {
    if (apiKey === '') throw new ElementsError('key-missing');
    const iframe = document.createElement('iframe');
    iframe.hidden = true;
    iframe.referrerPolicy = 'no-referrer';
    iframe.src = `${origin}/elements/`;
    const forget = () => {
      iframe.remove();
      opening = undefined;
    };
    const frame = openFrame(
      {
        ...{ iframe, origin, key: apiKey, type: SESSION },
        options: () => ({}),
        methods: { emit: () => {} },
        onLost: forget,
      },
      guards,
    );
    document.body.append(iframe);
    try {
      const connection = await frame.connection;
      await connection.call('checked', limits.checked);
      return connection;
    } catch (thrown) {
      frame.close();
      forget();
      throw thrown;
    }
  };

  return {
    isOpen: () => opening !== undefined,
    ask: async (name, ...args) => {
      if (name === 'create') opening ??= open();
      if (!opening) throw new ElementsError('session-missing');
      return answered(opening.then((frame) => frame.call('session', limits.call, name, ...args)));
    },
  };
};
