import { plainSend } from '../calls/plain-calls.ts';
import { ElementsError } from '../errors.ts';
import { type ElementType, HostedElement, type OptionsOf } from '../index.ts';
import { createSeam, type Seam } from '../seam.ts';
import { createNotes, type Note } from './notes.ts';
import { ownOptions } from './own-options.ts';
import { plainServices } from './plain-services.ts';
import { frameRequest, keyOfSession, ownRequest, type RequestOptions } from './request-options.ts';

/** An element that takes the vendor's options, and says in the console which parts of a style do not apply. */
const dressed = <T extends ElementType>(element: HostedElement<T>, note: Note): HostedElement<T> => {
  element.on('warning', ({ warnings }) => {
    for (const { property, reason } of warnings) note(`style.${property}`, `${reason}: see docs/elements.md, Styling.`);
  });
  // Payloads recognize elements by their class, so the same object has to go on standing for the element.
  return Object.assign(element, {
    update: (changes: object) => HostedElement.prototype.update.call(element, ownOptions(changes, note) as never),
  });
};

/** What `basistheory()` of published web-elements 2.x resolves to. */
export interface WebElements extends Omit<Seam, 'createElement' | 'tokens' | 'tokenIntents' | 'tokenize' | 'sessions'> {
  createElement<T extends ElementType>(type: T, options?: object): HostedElement<T>;
  readonly tokens: {
    create(token: object, options?: RequestOptions): Promise<object>;
    retrieve(id: string, options?: RequestOptions): Promise<object>;
    update(id: string, changes: object, options?: RequestOptions): Promise<object>;
    encrypt(request: object, options?: RequestOptions): Promise<object>;
  };
  tokenize(document: unknown, options?: RequestOptions): Promise<unknown>;
  readonly tokenIntents: { create(intent: object, options?: RequestOptions): Promise<object> };
  readonly sessions: Omit<Seam['sessions'], 'create'> & {
    create(): Promise<{ readonly nonce: string; readonly expiresAt: string; readonly sessionKey: string }>;
  };
  readonly device: { getDeviceInfo(): object };
}

/**
 * The object that `basistheory()` of published web-elements 2.x resolves to: our elements under the vendor's names and options. What is
 * typed goes the way of all elements; this only renames what the page says and hears.
 */
export const createWebElements = (vaultOrigin: string, apiKey: string, log: Pick<Console, 'warn'>): WebElements => {
  const note = createNotes(log);
  const seam = createSeam(vaultOrigin, apiKey);
  const plain = plainServices(plainSend(vaultOrigin, apiKey));
  const { hasElement, sessions, tokens, tokenIntents } = seam;
  const own = (options: RequestOptions = {}) => ownRequest(options, note);
  const framed = (options: RequestOptions = {}) => frameRequest(options, note);

  return {
    ...seam,
    createElement: <T extends ElementType>(type: T, options: object = {}): HostedElement<T> =>
      dressed(seam.createElement(type, ownOptions(options, note) as OptionsOf<T>), note),
    tokens: {
      create: (token: object, options?: RequestOptions) =>
        hasElement(token) ? tokens.create(token as never, framed(options)) : plain.create(token, own(options)),
      retrieve: (id: string, options?: RequestOptions) => tokens.retrieve(id, own(options)),
      update: (id: string, changes: object, options?: RequestOptions) =>
        hasElement(changes) || sessions.isOpen()
          ? tokens.update(id, changes as never, framed(options))
          : plain.update(id, changes, own(options)),
      encrypt: async (request: object, options?: RequestOptions) => {
        if (!hasElement(request)) throw new ElementsError('not-offered', 'tokens.encrypt');
        return tokens.encrypt(request as never, framed(options));
      },
    },
    tokenize: (document: unknown, options?: RequestOptions) =>
      hasElement(document) ? seam.tokenize(document as never, framed(options)) : plain.tokenize(document, own(options)),
    tokenIntents: {
      create: (intent: object, options?: RequestOptions) =>
        hasElement(intent)
          ? tokenIntents.create(intent as never, framed(options))
          : plain.createIntent(intent, own(options)),
    },
    sessions: {
      ...sessions,
      create: async () => ({ ...(await sessions.create()), sessionKey: keyOfSession }),
    },
    device: {
      getDeviceInfo: () => {
        note('device.getDeviceInfo', 'This vault collects nothing about devices.');
        return {};
      },
    },
  };
};
