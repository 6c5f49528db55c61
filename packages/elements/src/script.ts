/*
 * The script tag `/js/elements.js`: elements alone, for pages that have an API client already. It is the interface that
 * published clients of this API look for; the base URL they pass is not used, since frames come from wherever this
 * script came from.
 */
import { createElements, ElementsError, type ElementsRequestOptions } from './index.ts';
import { readToken } from './read-token.ts';

const { src } = document.currentScript as HTMLScriptElement;
const vaultOrigin = new URL(src).origin;

const seam = {
  /** Makes the elements of a key; a second call makes those of another. */
  init: async (apiKey: string): Promise<void> => {
    const elements = createElements({ vaultOrigin, apiKey });
    const { tokens, sessions } = elements;
    // Published clients hand every read over, also those that no session is about.
    const retrieve = (id: string, options?: ElementsRequestOptions) =>
      sessions.isOpen() && options?.apiKey === undefined
        ? tokens.retrieve(id, options)
        : readToken(vaultOrigin, apiKey, id, options);
    Object.assign(seam, elements, { tokens: { ...tokens, retrieve } });
  },
  createElement: () => {
    throw new ElementsError('not-initialized');
  },
  hasElement: () => false,
};

Object.assign(window, { BasisTheoryElements: seam });
