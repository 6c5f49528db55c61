/*
 * Calls whose payload has no element in it. Published web-elements send these from their script too; here they go from the page to the
 * vault, as those of any client.
 */
import { camelized, type PlainSend } from '../calls/plain-calls.ts';
import type { RequestOptions } from './request-options.ts';

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A token with names as the wire has them; data and metadata are the user's. */
const toWire = (token: object): object =>
  Object.fromEntries(
    Object.entries(token).map(([key, inner]) => [snakeCase(key), key === 'privacy' ? toWire(Object(inner)) : inner]),
  );

/** Calls that create and change tokens, and token intents, of what a page knows anyway. */
export const plainServices = (send: PlainSend) => {
  const write =
    (method: string, type = 'application/json') =>
    (path: string, body: unknown, { idempotencyKey, ...options }: RequestOptions = {}) =>
      send(path, options, {
        method,
        headers: { 'Content-Type': type, ...(idempotencyKey && { 'BT-IDEMPOTENCY-KEY': idempotencyKey }) },
        body: JSON.stringify(body),
      });
  const post = write('POST');
  const patch = write('PATCH', 'application/merge-patch+json');
  return {
    create: async (token: object, options?: RequestOptions) =>
      camelized(Object(await post('/tokens', toWire(token), options))),
    update: async (id: string, changes: object, options?: RequestOptions) =>
      camelized(Object(await patch(`/tokens/${encodeURIComponent(id)}`, toWire(changes), options))),
    createIntent: async (intent: object, options?: RequestOptions) =>
      camelized(Object(await post('/token-intents', toWire(intent), options))),
    tokenize: (document: unknown, options?: RequestOptions) => post('/tokenize', document, options),
  };
};
