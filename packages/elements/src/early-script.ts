/*
 * The script tag `/js/early.js`, to stand before all others. Its text with the vault's address in place of `document.currentScript.src` is
 * an inline script, which `embed` prints.
 */
import { startFrame } from './early.ts';

startFrame((document.currentScript as HTMLScriptElement).src);
