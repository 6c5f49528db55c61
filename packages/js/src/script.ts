/*
 * The script `/js/basis-theory.js`. It defines `window.BasisTheory`, an instance that uses the vault that served the script.
 */
import { BasisTheory } from './basis-theory.ts';

const { src } = document.currentScript as HTMLScriptElement;
const { origin } = new URL(src);

Object.assign(window, { BasisTheory: new BasisTheory({ apiBaseUrl: origin, elementsBaseUrl: origin }) });
