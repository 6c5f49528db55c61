/*
 * The script tag `/js/elements.js`: elements alone, for pages that have an API client already. It is the interface that
 * published clients of this API look for; the base URL they pass is not used, since frames come from wherever this
 * script came from.
 */

import { ElementsError } from './index.ts';
import { createSeam } from './seam.ts';

const { src } = document.currentScript as HTMLScriptElement;
const vaultOrigin = new URL(src).origin;

const seam = {
  /** Makes the elements of a key; a second call makes those of another. */
  init: async (apiKey: string): Promise<void> => {
    Object.assign(seam, createSeam(vaultOrigin, apiKey));
  },
  createElement: () => {
    throw new ElementsError('not-initialized');
  },
};

Object.assign(window, { BasisTheoryElements: seam });
