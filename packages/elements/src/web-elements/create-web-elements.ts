import { plainSend } from '../calls/plain-calls.ts';
import { ElementsError } from '../errors.ts';
import { type ElementType, HostedElement, type OptionsOf } from '../index.ts';
import { createSeam, type Seam } from '../seam.ts';
import { containerStyle } from './container-style.ts';
import { createNotes, type Note } from './notes.ts';
import { ofCopyButton, ownOptions } from './own-options.ts';
import { plainServices } from './plain-services.ts';
import { frameRequest, keyOfSession, ownRequest, type RequestOptions } from './request-options.ts';

/** The type of the vendor's button that copies what is in another element. Ours is a text element of which the button alone is seen. */
const copyButton = 'copyButton';

/** What of the page's options a warning is about: the style of a button went to the icon's. */
const nameOf = (property: string): string =>
  property.startsWith('copyIconStyles') ? property.replace('copyIconStyles.button', 'style.base') : `style.${property}`;

/** An element that takes the vendor's options, and says in the console which parts of a style do not apply. */
const dressed = <T extends ElementType>(
  make: (options: OptionsOf<T>) => HostedElement<T>,
  translate: (options: object) => object,
  given: object,
  note: Note,
): HostedElement<T> => {
  const { options, container } = ownOptions(translate(given), note);
  const element = make(options as OptionsOf<T>);
  const looks = containerStyle(note);
  looks.take(container);
  let place: string | Element | undefined;
  const wear = () => looks.wear(place);
  element.on('ready', wear);
  element.on('warning', ({ warnings }) => {
    for (const { property, reason } of warnings) note(nameOf(property), `${reason}: see docs/elements.md, Styling.`);
  });
  // Payloads recognize elements by their class, so the same object has to go on standing for the element.
  return Object.assign(element, {
    mount: (target: string | Element) => {
      place = target;
      const mounting = HostedElement.prototype.mount.call(element, target);
      wear();
      return mounting;
    },
    unmount: () => {
      place = undefined;
      wear();
      HostedElement.prototype.unmount.call(element);
    },
    update: (changes: object) => {
      const changed = ownOptions(translate(changes), note);
      looks.take(changed.container);
      wear();
      return HostedElement.prototype.update.call(element, changed.options as never);
    },
  });
};

/** What `basistheory()` of published web-elements 2.x resolves to. */
export interface WebElements extends Omit<Seam, 'createElement' | 'tokens' | 'tokenIntents' | 'tokenize' | 'sessions'> {
  createElement<T extends ElementType>(type: T | typeof copyButton, options?: object): HostedElement<T>;
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
    createElement: <T extends ElementType>(type: T | typeof copyButton, options: object = {}): HostedElement<T> => {
      const isButton = type === copyButton;
      const make = (own: OptionsOf<T>) => seam.createElement(isButton ? ('text' as T) : type, own);
      return dressed(make, isButton ? ofCopyButton : (same) => same, options, note);
    },
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
