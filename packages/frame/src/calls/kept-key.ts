import { type Handle, handlesBeside } from '../siblings/handle.ts';
import type { Part } from '../siblings/part.ts';
import type { CallGuards } from './call-guards.ts';
import type { KeptKey } from './once.ts';
import { mapReferences } from './payload.ts';

/** Larger payloads are not remembered. A page says of a call of 10,000 characters that it is, and the same may be a little longer here. */
const maxLength = 12_000;

/** The payload with references by their order: another frame of the same element has another id. */
const shapeOf = (body: unknown): unknown => {
  const order = new Map<string, number>();
  return mapReferences(body, ({ $element, pick, format }) => {
    const index = order.get($element) ?? order.size;
    order.set($element, index);
    return { $element: index, pick, format };
  });
};

/**
 * Where the idempotency key of a call is kept in case this frame is lost: in its siblings. It is bound to what the page named as its intent
 * and to the shape of the payload. Only for values that a person typed: otherwise a page could give values of its own to a second frame and
 * learn from the vault's answer whether they are equal to what was typed in the first.
 */
export const keptKey = (
  window: Window,
  handle: Handle,
  [path, intent, body]: readonly [path: string, intent: unknown, body: unknown],
  parts: readonly Part[],
  { typed }: Pick<CallGuards['payload'], 'typed'>,
): KeptKey | undefined => {
  if (typeof intent !== 'string' || !/^[0-9a-f]{32}$/.test(intent) || !parts.every(typed)) return undefined;
  const name = JSON.stringify([path, intent, shapeOf(body)]);
  if (name.length > maxLength) return undefined;
  const { identity } = handle;
  const all = () => [handle, ...handlesBeside(window)];
  return {
    recall: () => {
      for (const one of all()) {
        const key = one.recallKey(identity, name);
        if (key !== undefined) return key;
      }
      return undefined;
    },
    keep: (key) => {
      for (const one of all()) one.keepKey(identity, name, key);
    },
  };
};
