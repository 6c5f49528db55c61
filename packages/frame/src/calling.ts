// Sessions make calls too. They are handed this file, so that the bundler makes no third one of what both use.
export { createSender } from './caller.ts';
export { tokenToPage, tokenToWire } from './calls.ts';
export { findSibling } from './find-sibling.ts';
export { callGuards, createOnce };

import { callGuards } from './call-guards.ts';
import { type CallerWorld, createCaller } from './caller.ts';
import { createOnce } from './once.ts';

/** Calls as they ship. Only one frame of a form makes them, so none waits for this file before it can be typed into. */
export const openCaller = (world: Omit<CallerWorld, 'once' | 'guards'>) =>
  createCaller({ ...world, once: createOnce(crypto), guards: callGuards });
