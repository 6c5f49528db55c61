/*
 * The script tag `/js/elements.js`: elements alone, for pages that have an API client already. It is the interface that
 * published clients of this API look for; the base URL they pass is not used, since frames come from wherever this
 * script came from.
 */

import { plainCalls } from './calls/plain-calls.ts';
import { createElements, ElementsError, type ElementsRequestOptions } from './index.ts';

const { src } = document.currentScript as HTMLScriptElement;
const vaultOrigin = new URL(src).origin;

/** One function for each HTTP method, by the name that clients call it. */
const perMethod = <T>(make: (method: string) => T): Record<string, T> =>
  Object.fromEntries(['get', 'post', 'put', 'patch', 'delete'].map((name) => [name, make(name.toUpperCase())]));

const refuse = async () => {
  throw new ElementsError('method-not-allowed');
};

const seam = {
  /** Makes the elements of a key; a second call makes those of another. */
  init: async (apiKey: string): Promise<void> => {
    const elements = createElements({ vaultOrigin, apiKey });
    const plain = plainCalls(vaultOrigin, apiKey);
    const { tokens, sessions } = elements;
    // Published clients hand every read over, also those that no session is about.
    const retrieve = (id: string, options?: ElementsRequestOptions) =>
      sessions.isOpen() && options?.apiKey === undefined ? tokens.retrieve(id, options) : plain.retrieve(id, options);
    Object.assign(seam, elements, {
      tokens: { ...tokens, retrieve },
      proxy: perMethod(plain.proxy),
      // A client for any server would take values there.
      client: perMethod(() => refuse),
    });
  },
  createElement: () => {
    throw new ElementsError('not-initialized');
  },
};

Object.assign(window, { BasisTheoryElements: seam });
