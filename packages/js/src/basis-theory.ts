import { type AppInfo, createClient, type RequestOptions, type VaultClient } from '@tessera/client';
import {
  createElements,
  type ElementOptions,
  type Elements,
  type ElementType,
  type HostedElement,
} from '@tessera/elements';
import { publicly } from './errors.ts';
import { type BaseUrls, baseUrlsOf } from './options.ts';
import type { WithElements } from './with-elements.ts';

export interface InitOptions {
  /** Where the vault is. Needed with npm; the script tag knows where it came from. */
  readonly apiBaseUrl?: string;
  /** Whether elements are going to be used on this page. */
  readonly elements?: boolean;
  /** Where frames come from: the origin of the API, which is also the default. */
  readonly elementsBaseUrl?: string;
  readonly appInfo?: AppInfo;
}

interface Ready {
  readonly client: VaultClient;
  readonly elements: Elements | undefined;
  readonly options: Readonly<InitOptions & BaseUrls>;
}

/** Calls that may hold elements take them anywhere a value stands. */
type Create<Method> = Method extends (body: infer Body, options?: infer Options) => infer Answer
  ? (body: WithElements<Body>, options?: Options) => Answer
  : never;
type Creates<Resource extends { create: unknown }> = Omit<Resource, 'create'> & { create: Create<Resource['create']> };

/**
 * The SDK: `await new BasisTheory().init(key, { apiBaseUrl })`. One instance is one key and one vault; it holds the API as
 * methods, and with `elements: true` makes elements whose values go from their frames to the vault.
 */
export class BasisTheory implements VaultClient {
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
      this.#ready = {
        client: createClient({
          apiBaseUrl: urls.apiBaseUrl,
          ...(apiKey !== undefined && { apiKey }),
          ...(given.appInfo && { appInfo: given.appInfo }),
        }),
        elements: given.elements
          ? createElements({ vaultOrigin: urls.elementsBaseUrl, apiKey: apiKey ?? '' })
          : undefined,
        options: Object.freeze({ ...given, ...urls }),
      };
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

  get applications(): VaultClient['applications'] {
    return this.#whenReady().client.applications;
  }

  get tokens(): Creates<VaultClient['tokens']> {
    const { client } = this.#whenReady();
    return { ...client.tokens, create: this.#delegate(client.tokens.create, (elements) => elements.tokens.create) };
  }

  get atomicBanks(): VaultClient['atomicBanks'] {
    return this.#whenReady().client.atomicBanks;
  }

  get atomicCards(): Creates<VaultClient['atomicCards']> {
    const { client } = this.#whenReady();
    const create = this.#delegate(client.atomicCards.create, (elements) => elements.atomicCards.create);
    return { ...client.atomicCards, create };
  }

  get tokenize(): VaultClient['tokenize'] {
    return this.#delegate(this.#whenReady().client.tokenize, (elements) => elements.tokenize);
  }

  get logs(): VaultClient['logs'] {
    return this.#whenReady().client.logs;
  }

  get permissions(): VaultClient['permissions'] {
    return this.#whenReady().client.permissions;
  }

  get reactorFormulas(): VaultClient['reactorFormulas'] {
    return this.#whenReady().client.reactorFormulas;
  }

  get reactors(): VaultClient['reactors'] {
    return this.#whenReady().client.reactors;
  }

  get tenants(): VaultClient['tenants'] {
    return this.#whenReady().client.tenants;
  }

  createElement(type: ElementType, options?: ElementOptions): HostedElement {
    const { elements } = this.#whenReady();
    if (!elements) throw new Error('BasisTheory Elements was not properly initialized.');
    return elements.createElement(type, options);
  }

  #whenReady(): Ready {
    if (this.#ready) return this.#ready;
    throw new Error('BasisTheory has not yet been properly initialized.');
  }

  /** Hands a payload with elements to its frame, and any other to the API. */
  #delegate<Body, Answer>(
    call: (body: Body, options?: RequestOptions) => Promise<Answer>,
    to: (elements: Elements) => Elements['tokenize'],
  ): (body: WithElements<Body>, options?: RequestOptions) => Promise<Answer> {
    return async (body, options) => {
      const { elements } = this.#whenReady();
      if (!elements?.hasElement(body)) return call(body as Body, options);
      // The frame answers with the same shape; only what it may not show is missing.
      return publicly(to(elements)(body, options)) as Promise<Answer>;
    };
  }
}
