import { type AppInfo, createClient } from '@tessera/client';
import {
  createElements,
  type Elements,
  type ElementType,
  type HostedElement,
  type OptionsOf,
  type Validity,
} from '@tessera/elements';
import { type Api, withElements } from './api.ts';
import { type BaseUrls, baseUrlsOf } from './options.ts';

export interface InitOptions {
  /** Where the vault is. Needed with npm; the script tag knows where it came from. */
  readonly apiBaseUrl?: string;
  /** Whether elements are going to be used on this page. */
  readonly elements?: boolean;
  /** Where frames come from: the origin of the API, which is also the default. */
  readonly elementsBaseUrl?: string;
  /** Who calls, for the logs of the vault. */
  readonly appInfo?: AppInfo;
}

interface Ready {
  readonly api: Api;
  readonly elements: Elements | undefined;
  readonly options: Readonly<InitOptions & BaseUrls>;
}

/**
 * The SDK: `await new BasisTheory().init(key, { apiBaseUrl })`. One instance is one key and one vault; it holds the API as
 * methods, and with `elements: true` makes elements whose values go from their frames to the vault.
 */
export class BasisTheory implements Api {
  readonly #defaults: InitOptions;
  #state: 'not-started' | 'in-progress' | 'done' | 'error' = 'not-started';
  #ready: Ready | undefined;

  /** @param defaults what `init` uses where it is given nothing. */
  constructor(defaults: InitOptions = {}) {
    this.#defaults = defaults;
  }

  /** Resolves to this very instance. Without a key, each call needs one in its options. */
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
      const client = createClient({
        apiBaseUrl: urls.apiBaseUrl,
        ...(apiKey !== undefined && { apiKey }),
        ...(given.appInfo && { appInfo: given.appInfo }),
      });
      const elements = given.elements
        ? createElements({ vaultOrigin: urls.elementsBaseUrl, apiKey: apiKey ?? '' })
        : undefined;
      this.#ready = { api: withElements(client, elements), elements, options: Object.freeze({ ...given, ...urls }) };
      this.#state = 'done';
      return this;
    } catch (thrown) {
      this.#state = 'error';
      throw thrown;
    }
  }

  /** What `init` was given and what it took for the rest. */
  get initOptions(): Readonly<InitOptions> {
    return this.#whenReady().options;
  }

  /** Applications of the tenant: API keys and what they may do. */
  get applications(): Api['applications'] {
    return this.#whenReady().api.applications;
  }

  /** Tokens of any type. `create` and, in a session, `update` take elements anywhere under `data`. */
  get tokens(): Api['tokens'] {
    return this.#whenReady().api.tokens;
  }

  /** Bank accounts, each in a token of its own. `create` takes elements under `bank`. */
  get atomicBanks(): Api['atomicBanks'] {
    return this.#whenReady().api.atomicBanks;
  }

  /** Cards, each in a token of its own. `create` takes elements under `card`. */
  get atomicCards(): Api['atomicCards'] {
    return this.#whenReady().api.atomicCards;
  }

  /** Tokenizes a whole document: what has `type` and `data` becomes that token, any other value a plain one. */
  get tokenize(): Api['tokenize'] {
    return this.#whenReady().api.tokenize;
  }

  /** Who did what to which token, and when. */
  get logs(): Api['logs'] {
    return this.#whenReady().api.logs;
  }

  /** Every permission there is, and which applications may have it. */
  get permissions(): Api['permissions'] {
    return this.#whenReady().api.permissions;
  }

  /** Sends requests on to other servers, with tokens replaced by their data. For keys of servers: pages cannot use it. */
  get proxy(): Api['proxy'] {
    return this.#whenReady().api.proxy;
  }

  /** The code of reactors. */
  get reactorFormulas(): Api['reactorFormulas'] {
    return this.#whenReady().api.reactorFormulas;
  }

  /** Formulas with their configuration, to run on tokens. */
  get reactors(): Api['reactors'] {
    return this.#whenReady().api.reactors;
  }

  /** What pages may do with named tokens for a few minutes, once a server has authorized it. */
  get sessions(): Api['sessions'] {
    return this.#whenReady().api.sessions;
  }

  /** The tenant of the key, and its usage. */
  get tenants(): Api['tenants'] {
    return this.#whenReady().api.tenants;
  }

  /** Makes an element; nothing is loaded before it is mounted. Needs `elements: true` at `init`. */
  createElement<T extends ElementType>(type: T, options?: OptionsOf<T>): HostedElement<T> {
    return this.#elements().createElement(type, options);
  }

  /** Shows what is wrong in these elements, and tells whether all of them can be sent: for a form, before it is. */
  validate(elements: readonly HostedElement[]): Promise<Validity> {
    return this.#elements().validate(elements);
  }

  #elements(): Elements {
    const { elements } = this.#whenReady();
    if (!elements) throw new Error('BasisTheory Elements was not properly initialized.');
    return elements;
  }

  #whenReady(): Ready {
    if (this.#ready) return this.#ready;
    throw new Error('BasisTheory has not yet been properly initialized.');
  }
}
