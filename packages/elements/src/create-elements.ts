import type { CallName, CallOptions, FieldError, PageGuards } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';
import { hasElement, withReferences } from './calls/payload.ts';
import type { ElementsRequestOptions } from './calls/request-options.ts';
import { elementTypes } from './element/element-types.ts';
import { HostedElement } from './element/hosted-element.ts';
import { answered, ElementsError } from './errors.ts';
import { limits } from './limits.ts';
import type { OptionsOf } from './options.ts';
import { pageSession } from './page-session.ts';

/** How the elements of a form stand, taken together. */
export interface Validity {
  readonly valid: boolean;
  readonly errors: readonly FieldError[];
}

/** Judges the elements of a form; see `Elements.validate`. */
export const validate = async (elements: readonly HostedElement[]): Promise<Validity> => {
  const states = await Promise.all(elements.map((element) => element.validate()));
  return { valid: states.every(({ valid }) => valid), errors: states.flatMap(({ errors }) => errors ?? []) };
};

/** What a page learns of its session. The key stays in a hidden frame. */
export interface OpenedSession {
  readonly nonce: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Makes elements, and tokens of what they hold. */
export interface Elements {
  /** Makes an element; nothing is loaded before it is mounted. */
  createElement<T extends ElementType>(type: T, options?: OptionsOf<T>): HostedElement<T>;
  /**
   * Shows what is wrong in these elements, as if each of their inputs had been left, and tells it: `valid` is whether all of
   * them can be sent, `errors` name inputs by `targetId`.
   */
  validate(elements: readonly HostedElement[]): Promise<Validity>;
  /** Whether any element stands in a payload, at any depth. */
  hasElement(payload: unknown): boolean;
  readonly tokens: {
    /** Makes one token; elements stand under `data`. */
    create(payload: unknown, options?: ElementsRequestOptions): Promise<unknown>;
    /** A token with references in place of its data, in a session that a server has authorized for it. */
    retrieve(id: string, options?: ElementsRequestOptions): Promise<unknown>;
    /** Changes a token in such a session; elements stand under `data`. */
    update(id: string, payload: unknown, options?: ElementsRequestOptions): Promise<unknown>;
  };
  readonly sessions: {
    /** Opens a session in place of the one before. The nonce is for the server that is to authorize it. */
    create(): Promise<OpenedSession>;
    /** Whether one was opened on this page. */
    readonly isOpen: () => boolean;
  };
  /** Makes tokens of a document; elements stand under `data` of the tokens in it. */
  tokenize(payload: unknown, options?: ElementsRequestOptions): Promise<unknown>;
  /** Makes one card; elements stand under `card`. */
  readonly atomicCards: { create(payload: unknown, options?: ElementsRequestOptions): Promise<unknown> };
  /** Makes one bank account; elements stand under `bank`. */
  readonly atomicBanks: { create(payload: unknown, options?: ElementsRequestOptions): Promise<unknown> };
}

/** Where elements come from, and whose they are. */
export interface ElementsOptions {
  /** The origin that serves the vault: `https://vault.example`. */
  readonly vaultOrigin: string;
  /** A key of type `elements`. */
  readonly apiKey: string;
}

/** The elements of one page and key. Nothing is loaded before an element is mounted. */
export const createElements = ({ vaultOrigin, apiKey }: ElementsOptions, guards: PageGuards): Elements => {
  const origin = new URL(vaultOrigin).origin;

  const session = pageSession({ origin, apiKey, guards });
  const home = { origin, apiKey, guards, session };

  const optionsOf = ({ apiKey: other, correlationId }: ElementsRequestOptions = {}): CallOptions => {
    if (other !== undefined) throw new ElementsError('api-key-not-allowed');
    return { correlationId };
  };

  const call =
    (name: CallName) =>
    async (sent: unknown, asked?: ElementsRequestOptions): Promise<unknown> => {
      const options = optionsOf(asked);
      const { payload, elements } = withReferences(sent);
      const [first] = elements;
      if (!first) throw new ElementsError('invalid-payload');
      return answered(first.connection().call('call', limits.call, name, payload, options));
    };

  return {
    createElement: (type, options = {}) => {
      if (!Object.hasOwn(elementTypes, type)) throw new ElementsError('unknown-element-type', String(type));
      return new HostedElement(home, type, options);
    },
    validate,
    hasElement,
    tokens: {
      create: call('tokens.create'),
      retrieve: async (id, options) => session.ask('retrieve', id, optionsOf(options)),
      update: async (id, payload, options) =>
        session.ask('update', id, withReferences(payload).payload, optionsOf(options)),
    },
    sessions: {
      create: async () => {
        const { nonce, expires_at: expiresAt } = (await session.ask('create')) as { nonce: string; expires_at: string };
        return { nonce, expiresAt };
      },
      isOpen: session.isOpen,
    },
    tokenize: call('tokenize'),
    atomicCards: { create: call('atomicCards.create') },
    atomicBanks: { create: call('atomicBanks.create') },
  };
};
