/*
 * The script tag `/js/basis-theory.js`: `window.BasisTheory` is an instance that knows the vault it came from.
 */
import { BasisTheory } from './basis-theory.ts';

const { src } = document.currentScript as HTMLScriptElement;
const { origin } = new URL(src);

Object.assign(window, { BasisTheory: new BasisTheory({ apiBaseUrl: origin, elementsBaseUrl: origin }) });
