/*
 * The script tag `/js/elements.js`: elements alone, for pages that have an API client already. It is the interface that
 * published clients of this API look for; the base URL they pass is not used, since frames come from wherever this
 * script came from.
 */
import { createElements, type Elements, ElementsError } from './index.ts';

const { src } = document.currentScript as HTMLScriptElement;
const vaultOrigin = new URL(src).origin;

let elements: Elements | undefined;

const ready = (): Elements => {
  if (elements) return elements;
  throw new ElementsError('not-initialized');
};

const seam = {
  /** Makes the elements of a key; a second call makes those of another. */
  init: async (apiKey: string): Promise<void> => {
    elements = createElements({ vaultOrigin, apiKey });
  },
  createElement: (...args: Parameters<Elements['createElement']>) => ready().createElement(...args),
  hasElement: (payload: unknown): boolean => elements?.hasElement(payload) ?? false,
  tokens: { create: (...args: Parameters<Elements['tokenize']>) => ready().tokens.create(...args) },
  tokenize: (...args: Parameters<Elements['tokenize']>) => ready().tokenize(...args),
  atomicCards: { create: (...args: Parameters<Elements['tokenize']>) => ready().atomicCards.create(...args) },
};

Object.assign(window, { BasisTheoryElements: seam });
