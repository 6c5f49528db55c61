import type { ElementsRequestOptions } from '../calls/request-options.ts';
import type { Note } from './notes.ts';

/** What published web-elements take as the last argument of a call. */
export interface RequestOptions extends ElementsRequestOptions {
  readonly idempotencyKey?: string;
  readonly deviceInfo?: unknown;
}

/**
 * Stands for the key of the page's session, which stays in a hidden frame. Pages pass it on as `apiKey` of a read, and nothing else knows
 * it.
 */
export const keyOfSession = 'session-of-this-page';

/** The options of a call that the page makes itself. */
export const ownRequest = ({ deviceInfo, ...options }: RequestOptions, note: Note): RequestOptions => {
  if (deviceInfo !== undefined) note('deviceInfo', 'This vault collects nothing about devices.');
  return options.apiKey === keyOfSession ? { ...options, apiKey: undefined } : options;
};

/** The options of a call that a frame makes. */
export const frameRequest = (given: RequestOptions, note: Note): ElementsRequestOptions => {
  const { idempotencyKey, ...options } = ownRequest(given, note);
  if (idempotencyKey !== undefined) note('idempotencyKey', 'Frames make the idempotency keys of calls with elements.');
  return options;
};
