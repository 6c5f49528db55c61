/*
 * The file that a frame fetches when it is going to make a call. Sessions make calls too and get their functions from here, so that the
 * bundler does not move what both use into a third file.
 */
import { callGuards } from './call-guards.ts';
import { createOnce } from './once.ts';
import { type CallContext, createCallMethod } from './send-call.ts';

export { findSibling } from '../siblings/find-sibling.ts';
export { tokenToPage, tokenToWire } from './call-kinds.ts';
export { wholeRecord } from './payload.ts';
export { createCallSender } from './send-call.ts';
export { callGuards, createOnce };

/** The method `call` with everything that ships. */
export const openCalls = (context: Omit<CallContext, 'once' | 'guards'>) =>
  createCallMethod({ ...context, once: createOnce(crypto), guards: callGuards });
