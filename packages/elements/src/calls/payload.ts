import type { Reference } from '@tessera/bridge';
import { type ElementPart, HostedElement } from '../element/hosted-element.ts';
import { ElementsError } from '../errors.ts';

/** The vault refuses deeper payloads too. It also ends a payload that contains itself. */
const maxDepth = 32;

const isPart = (value: Partial<ElementPart>): value is ElementPart => value.element instanceof HostedElement;

/** The payload with each element replaced. */
const replaceElements = (
  payload: unknown,
  replace: (element: HostedElement, how: Omit<Reference, '$element'>) => Reference,
): unknown => {
  const visit = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > maxDepth) throw new ElementsError('invalid-payload');
    if (value instanceof HostedElement) return replace(value, {});
    if (isPart(value)) {
      const { element, method, formattingOptions: format } = value;
      // A tag has no method: it stands for its element.
      return replace(element, { format, pick: method && !format ? `expiration_${method}` : undefined });
    }
    if (Array.isArray(value)) return value.map((item) => visit(item, depth + 1));
    if (value instanceof Date) return value.toISOString();
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, depth + 1)]));
  };
  return visit(payload, 0);
};

/** Replaces elements by references, and lists them in the order in which they occur. */
export const withReferences = (sent: unknown): { readonly payload: unknown; readonly elements: HostedElement[] } => {
  const elements: HostedElement[] = [];
  const payload = replaceElements(sent, (element, how) => {
    elements.push(element);
    return { ...element.reference(), ...how };
  });
  return { payload, elements };
};

/** Frames keep no keys for calls that are longer; in their words, one may be a little longer than here. */
const maxLength = 10_000;

/** A call and its payload as text, with elements by their names; nothing for a payload that is no JSON, or too long to be kept. */
export const signatureOf = (call: string, sent: unknown): string | undefined => {
  try {
    const text = call + JSON.stringify(replaceElements(sent, ({ name }, how) => ({ $element: name, ...how })));
    if (text.length <= maxLength) return text;
  } catch {
    // It is no JSON.
  }
  return undefined;
};

/** Whether a payload contains an element, at any depth. */
export const hasElement = (payload: unknown, depth = 0): boolean =>
  typeof payload === 'object' &&
  payload !== null &&
  (payload instanceof HostedElement ||
    isPart(payload) ||
    (depth <= maxDepth && Object.values(payload).some((item) => hasElement(item, depth + 1))));
