/*
 * The script tag `/js/web-elements.js`: what the published packages `@basis-theory/web-elements` and `@basis-theory/react-elements` 2.x use
 * when it was loaded before their first call. Of the many arguments they pass to `init`, only the key counts: addresses, regions and
 * environments are the vendor's, and frames come from wherever this script came from.
 */
import { ElementsError } from './index.ts';
import { createWebElements } from './web-elements/create-web-elements.ts';

const { src } = document.currentScript as HTMLScriptElement;
const { origin } = new URL(src);

const script = {
  /** Makes the elements of a key; a second call makes those of another. */
  init: async (apiKey: string) => {
    const elements = createWebElements(origin, apiKey, console);
    Object.assign(script, elements);
    return elements;
  },
  createElement: () => {
    throw new ElementsError('not-initialized');
  },
  hasElement: () => false,
};

Object.assign(window, { BasisTheoryElements: script });
