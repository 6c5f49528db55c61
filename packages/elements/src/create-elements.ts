import type { CallName, CallOptions, FieldError, PageGuards } from '@tessera/bridge';
import type {
  AtomicBank,
  AtomicCard,
  CreateAtomicBank,
  CreateAtomicCard,
  CreateToken,
  CreateTokenIntent,
  JsonInput,
  JsonValue,
  Token,
  TokenIntent,
  TokenType,
  UpdateToken,
} from '@tessera/client';
import type { Encrypted } from '@tessera/client/encrypt';
import type { ElementType } from '@tessera/fields';
import type { EncryptElements } from './calls/encrypt-elements.ts';
import { hasElement, withReferences } from './calls/payload.ts';
import type { ElementsRequestOptions } from './calls/request-options.ts';
import { createSend } from './calls/send.ts';
import type { WithElements } from './calls/with-elements.ts';
import { elementTypes } from './element/element-types.ts';
import { HostedElement } from './element/hosted-element.ts';
import { ElementsError } from './errors.ts';
import type { OptionsOf } from './options.ts';
import { pageSession } from './page-session.ts';

/**
 * Whether all elements of a form can be sent, and if not, what is wrong.
 *
 * @example
 * ```ts
 * import type { Validity } from '@tessera/elements';
 *
 * const firstWrong = ({ valid, errors }: Validity) => (valid ? undefined : errors[0]?.targetId);
 * ```
 */
export interface Validity {
  readonly valid: boolean;
  readonly errors: readonly FieldError[];
}

/** Validates the elements of a form; see `Elements.validate`. */
export const validate = async (elements: readonly HostedElement[]): Promise<Validity> => {
  const states = await Promise.all(elements.map((element) => element.validate()));
  return { valid: states.every(({ valid }) => valid), errors: states.flatMap(({ errors }) => errors ?? []) };
};

/**
 * A session as its page sees it. The key of the session stays in a hidden frame.
 *
 * @example
 * ```ts
 * import type { OpenedSession } from '@tessera/elements';
 *
 * const authorize = ({ nonce }: OpenedSession) => fetch('/authorize', { method: 'POST', body: nonce });
 * ```
 */
export interface OpenedSession {
  /** Identifies the session when your server authorizes it. */
  readonly nonce: string;
  /** When the session ends, as ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/**
 * Creates elements, and tokens from what was typed into them.
 *
 * Calls reject with an `ElementsValidationError` when inputs are incomplete or invalid (nothing was sent), with an `ElementsApiError` when
 * the vault refuses or does not answer, and with another `ElementsError` when elements fail.
 *
 * @example
 * ```ts
 * import { createElements, type Elements } from '@tessera/elements';
 *
 * const elements: Elements = createElements({ vaultOrigin: 'https://vault.example', apiKey: 'key_…' });
 * const number = elements.createElement('cardNumber');
 * await number.mount('#number');
 * const token = await elements.tokens.create({ type: 'card_number', data: number });
 * ```
 */
export interface Elements {
  /**
   * Creates an element. Nothing is loaded before it is mounted.
   *
   * @throws ElementsError `unknown-element-type`. Options are checked by `mount`.
   */
  createElement<T extends ElementType>(type: T, options?: OptionsOf<T>): HostedElement<T>;
  /**
   * Shows the errors of these elements, as if each of their inputs had been left. `valid` is whether all of them can be sent;
   * `errors` name inputs by `targetId`.
   */
  validate(elements: readonly HostedElement[]): Promise<Validity>;
  /** Whether a value contains an element, at any depth. */
  hasElement(payload: unknown): boolean;
  readonly tokens: {
    /** Creates a token. Elements are under `data`. */
    create<T extends TokenType>(
      payload: WithElements<CreateToken<T>>,
      options?: ElementsRequestOptions,
    ): Promise<Token<T>>;
    /**
     * Encrypts what elements hold for a key of the vault, without creating a token: your server can pass the result on, and cannot read it.
     * Elements are under the `data` of each request. The frame asks the vault for the public key, by its id.
     */
    encrypt<R extends EncryptElements['tokenRequests']>(
      request: EncryptElements<R>,
      options?: ElementsRequestOptions,
    ): Promise<Encrypted<R>>;
    /**
     * Reads a token in a session that a server has authorized for it. Its `data` holds references in place of the values, which
     * `setValue` of an element shows.
     */
    retrieve(id: string, options?: ElementsRequestOptions): Promise<Token>;
    /** Updates a token in such a session. Elements are under `data`. */
    update(id: string, payload: WithElements<UpdateToken>, options?: ElementsRequestOptions): Promise<Token>;
  };
  readonly sessions: {
    /** Opens a session, which replaces an earlier one. Send the nonce to your server, which authorizes the session. */
    create(): Promise<OpenedSession>;
    /** Whether a session was opened on this page. */
    readonly isOpen: () => boolean;
  };
  readonly tokenIntents: {
    /** Creates a token intent. Elements are under `data`. */
    create<T extends TokenType>(
      payload: WithElements<CreateTokenIntent<T>>,
      options?: ElementsRequestOptions,
    ): Promise<TokenIntent>;
  };
  /** Replaces every value and element in a document by a token. */
  tokenize(payload: WithElements<JsonInput>, options?: ElementsRequestOptions): Promise<JsonValue>;
  readonly atomicCards: {
    /** Creates a card. Elements are under `card`. */
    create(payload: WithElements<CreateAtomicCard>, options?: ElementsRequestOptions): Promise<AtomicCard>;
  };
  readonly atomicBanks: {
    /** Creates a bank account. Elements are under `bank`. */
    create(payload: WithElements<CreateAtomicBank>, options?: ElementsRequestOptions): Promise<AtomicBank>;
  };
}

/**
 * Options of {@link createElements}.
 *
 * @example
 * ```ts
 * import type { ElementsOptions } from '@tessera/elements';
 *
 * const options: ElementsOptions = { vaultOrigin: 'https://vault.example', apiKey: 'key_…' };
 * ```
 */
export interface ElementsOptions {
  /** The URL of the vault, of which only the origin counts. */
  readonly vaultOrigin: string;
  /** An API key of type `elements`. */
  readonly apiKey: string;
}

/** The implementation of `createElements`, with the guards as an argument so that tests can remove one. */
export const createElements = ({ vaultOrigin, apiKey }: ElementsOptions, guards: PageGuards): Elements => {
  const origin = new URL(vaultOrigin).origin;

  const source = { origin, key: apiKey, guards };
  const session = pageSession(source);
  const home = { ...source, session };
  const send = createSend(session);

  const optionsOf = ({ apiKey: other, correlationId }: ElementsRequestOptions = {}): CallOptions => {
    if (other !== undefined) throw new ElementsError('api-key-not-allowed');
    return { correlationId };
  };

  const call =
    <Answer>(name: CallName) =>
    async (payload: unknown, asked?: ElementsRequestOptions): Promise<Answer> =>
      // The frame lets only declared properties of the vault's answer through.
      send(name, payload, optionsOf(asked)) as Promise<Answer>;

  return {
    createElement: (type, options = {}) => {
      if (!elementTypes.includes(type)) throw new ElementsError('unknown-element-type', String(type));
      return new HostedElement(home, type, options);
    },
    validate,
    hasElement,
    tokens: {
      create: call('tokens.create') as Elements['tokens']['create'],
      encrypt: call('tokens.encrypt') as Elements['tokens']['encrypt'],
      retrieve: async (id, options) => session.ask('retrieve', id, optionsOf(options)) as Promise<Token>,
      update: async (id, payload, options) =>
        session.ask('update', id, withReferences(payload).payload, optionsOf(options)) as Promise<Token>,
    },
    sessions: {
      create: async () => {
        const { nonce, expires_at: expiresAt } = (await session.ask('create')) as { nonce: string; expires_at: string };
        return { nonce, expiresAt };
      },
      isOpen: session.isOpen,
    },
    tokenIntents: { create: call('tokenIntents.create') },
    tokenize: call('tokenize'),
    atomicCards: { create: call('atomicCards.create') },
    atomicBanks: { create: call('atomicBanks.create') },
  };
};
