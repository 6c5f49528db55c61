import type { Encrypted, EncryptRequest } from '@tessera/client/encrypt';
import { createLazyClient } from '@tessera/client/lazy';
import {
  createElements,
  type Elements,
  ElementsError,
  type ElementType,
  type EncryptElements,
  type HostedElement,
  type OptionsOf,
  type Validity,
} from '@tessera/elements';
import { type Api, withElements } from './api.ts';
import { encryptEither } from './encrypt-either.ts';
import type { InitOptions } from './init-options.ts';
import { loadClient } from './later-code.ts';
import { loadOnce, whenIdle } from './load-once.ts';
import { type BaseUrls, baseUrlsOf } from './options.ts';

interface Ready {
  readonly api: Api;
  readonly elements: Elements | undefined;
  readonly options: Readonly<InitOptions & BaseUrls>;
  /** Loads the code of calls ahead of the first one, when the page is idle. */
  readonly prepare: () => void;
}

/**
 * The SDK. An instance belongs to one vault and one API key. It has the API as methods and, with `elements: true`, creates elements: card
 * and bank fields whose values go from their frames to the vault without passing through the page.
 *
 * Methods of the API reject with a `BasisTheoryApiError` when the vault refuses the call or does not answer, and with a
 * `BasisTheoryValidationError` when an element in the payload is incomplete or invalid. Every property below throws an `Error` before
 * `init` has resolved.
 *
 * @example
 * ```ts
 * import { BasisTheory } from '@tessera/js';
 *
 * const bt = await new BasisTheory().init('key_…', { apiBaseUrl: 'https://vault.example', elements: true });
 * const card = bt.createElement('card');
 * await card.mount('#card');
 * const token = await bt.tokens.create({ type: 'card', data: card });
 * token.data?.number; // 'XXXXXXXXXXXX4242'
 * ```
 */
export class BasisTheory implements Api {
  readonly #defaults: InitOptions;
  #state: 'not-started' | 'in-progress' | 'done' | 'error' = 'not-started';
  #ready: Ready | undefined;

  /** @param defaults options that `init` uses when its own do not set them. */
  constructor(defaults: InitOptions = {}) {
    this.#defaults = defaults;
  }

  /**
   * Prepares the instance and resolves to it. Loads nothing: the code that calls the API comes with the first call, or when the page is idle.
   *
   * @param apiKey the key of all calls. Without it, each call needs one in its options. For elements, a key of type `elements`.
   * @throws Error when the instance is already initialized, or elements are used outside of a browser.
   * @throws TypeError when `apiBaseUrl` is missing or not an http or https URL.
   * @throws ElementsError `base-url-mismatch` when `elementsBaseUrl` has another origin than `apiBaseUrl`.
   */
  async init(apiKey?: string, options: InitOptions = {}): Promise<this> {
    if (this.#state === 'in-progress' || this.#state === 'done') {
      throw new Error('This BasisTheory instance has been already initialized.');
    }
    this.#state = 'in-progress';
    try {
      const given = { ...this.#defaults, ...options };
      const urls = baseUrlsOf(given);
      if (given.elements && typeof document === 'undefined') {
        throw new Error('Tried to load BasisTheoryElements in a non-DOM environment.');
      }
      const code = loadOnce(loadClient);
      const client = createLazyClient(
        {
          apiBaseUrl: urls.apiBaseUrl,
          ...(apiKey !== undefined && { apiKey }),
          ...(given.appInfo && { appInfo: given.appInfo }),
        },
        code,
      );
      const elements = given.elements
        ? createElements({ vaultOrigin: urls.elementsBaseUrl, apiKey: apiKey ?? '' })
        : undefined;
      const effective = Object.freeze({ ...given, ...urls });
      // A failure is told to the call that needs the code, which tries again.
      const prepare = () => whenIdle(() => void code().catch(() => {}));
      this.#ready = { api: withElements(client, elements), elements, options: effective, prepare };
      this.#state = 'done';
      if (!elements) prepare();
      return this;
    } catch (thrown) {
      this.#state = 'error';
      throw thrown;
    }
  }

  /** The options in effect: those given to `init`, and defaults. */
  get initOptions(): Readonly<InitOptions> {
    return this.#whenReady().options;
  }

  /** Applications: API keys and what they may do. */
  get applications(): Api['applications'] {
    return this.#whenReady().api.applications;
  }

  /** Further API keys of an application, to replace one without a gap. Only npm has them, not the script for pages. */
  get applicationKeys(): Api['applicationKeys'] {
    return this.#whenReady().api.applicationKeys;
  }

  /** Tokens of any type. `create` and, in a session, `update` take elements under `data`. */
  get tokens(): Api['tokens'] {
    return this.#whenReady().api.tokens;
  }

  /** Token intents: data that becomes a token within 24 hours, or is destroyed. `create` takes elements under `data`. */
  get tokenIntents(): Api['tokenIntents'] {
    return this.#whenReady().api.tokenIntents;
  }

  /** Tokens of type `bank`, in the form of `/atomic/banks`. `create` takes elements under `bank`. */
  get atomicBanks(): Api['atomicBanks'] {
    return this.#whenReady().api.atomicBanks;
  }

  /** Tokens of type `card`, in the form of `/atomic/cards`. `create` takes elements under `card`. */
  get atomicCards(): Api['atomicCards'] {
    return this.#whenReady().api.atomicCards;
  }

  /** Replaces every value in a document by a token. No key in it is renamed: tokens in it are as on the wire (`search_indexes`, `tenant_id`). */
  get tokenize(): Api['tokenize'] {
    return this.#whenReady().api.tokenize;
  }

  /**
   * Replaces references to tokens in a document, such as `{{ id }}`, by their data, as far as the key may read it. As with `tokenize`, no
   * key in the document is renamed.
   */
  get detokenize(): Api['detokenize'] {
    return this.#whenReady().api.detokenize;
  }

  /** What is known of cards by their first digits. Only npm has it, not the script for pages. */
  get enrichments(): Api['enrichments'] {
    return this.#whenReady().api.enrichments;
  }

  /** Keys with which data is encrypted before it is sent. */
  get keys(): Api['keys'] {
    return this.#whenReady().api.keys;
  }

  /** The audit log: who did what to which object, and when. */
  get logs(): Api['logs'] {
    return this.#whenReady().api.logs;
  }

  /** All permissions, and which types of application may hold them. */
  get permissions(): Api['permissions'] {
    return this.#whenReady().api.permissions;
  }

  /** Forwards requests to other servers, with tokens replaced by their data. Needs a `server_to_server` key. */
  get proxy(): Api['proxy'] {
    return this.#whenReady().api.proxy;
  }

  /** Stored proxies: destinations with what is done to requests and answers. Only npm has them, not the script for pages. */
  get proxies(): Api['proxies'] {
    return this.#whenReady().api.proxies;
  }

  /** Reactor formulas: JavaScript code that runs inside the vault. */
  get reactorFormulas(): Api['reactorFormulas'] {
    return this.#whenReady().api.reactorFormulas;
  }

  /** Reactors: formulas with a configuration, ready to run on tokens. */
  get reactors(): Api['reactors'] {
    return this.#whenReady().api.reactors;
  }

  /** Sessions: let a page show or change certain tokens for a few minutes, after a server has authorized it. */
  get sessions(): Api['sessions'] {
    return this.#whenReady().api.sessions;
  }

  /** The tenant of the API key, and its usage. */
  get tenants(): Api['tenants'] {
    return this.#whenReady().api.tenants;
  }

  /** Webhooks: addresses that are told of events. Only npm has them; the script, which stands in pages, leaves them out. */
  get webhooks(): Api['webhooks'] {
    return this.#whenReady().api.webhooks;
  }

  /**
   * Encrypts the data of tokens, so that whoever passes it on to the vault cannot read it. Data with elements is encrypted in their frame,
   * which asks the vault for the key by `keyId`; other data here, without `init` as well, by code that the first call loads.
   *
   * @throws TypeError when the key is no X25519 key, or data cannot be written as JSON.
   * @throws BasisTheoryApiError `vault-unreachable` when its code cannot be loaded; the next call tries again.
   * @throws BasisTheoryValidationError when an element is incomplete or invalid.
   */
  encrypt<R extends EncryptRequest['tokenRequests']>(request: EncryptRequest<R>): Promise<Encrypted<R>>;
  encrypt<R extends EncryptElements['tokenRequests']>(request: EncryptElements<R>): Promise<Encrypted<R>>;
  encrypt(request: unknown): Promise<unknown> {
    return encryptEither(this.#ready?.elements, request);
  }

  /**
   * Creates an element. Nothing is loaded before it is mounted.
   *
   * @throws ElementsError `elements-not-enabled` when `init` was called without `elements: true`, or `unknown-element-type`.
   */
  createElement<T extends ElementType>(type: T, options?: OptionsOf<T>): HostedElement<T> {
    const element = this.#elements().createElement(type, options);
    // Not before the field can be used: until then its frame has the line and the processor for itself.
    element.on('ready', this.#whenReady().prepare);
    return element;
  }

  /**
   * Shows the errors of these elements, as if each of their inputs had been left, and resolves to whether all of them can be sent.
   * Call it before sending a form.
   *
   * @throws ElementsError `not-mounted` when one of them is not mounted.
   */
  validate(elements: readonly HostedElement[]): Promise<Validity> {
    return this.#elements().validate(elements);
  }

  #elements(): Elements {
    const { elements } = this.#whenReady();
    if (!elements) throw new ElementsError('elements-not-enabled');
    return elements;
  }

  #whenReady(): Ready {
    if (this.#ready) return this.#ready;
    throw new Error('BasisTheory has not yet been properly initialized.');
  }
}
