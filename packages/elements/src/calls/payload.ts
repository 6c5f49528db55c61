import type { Reference } from '@tessera/bridge';
import { type ElementPart, HostedElement } from '../element/hosted-element.ts';
import { ElementsError } from '../errors.ts';

/** As deep as the vault reads; also what ends a cycle. */
const maxDepth = 32;

const isPart = (value: object): value is ElementPart => 'element' in value && value.element instanceof HostedElement;

/** Replaces elements by references, and lists them in the order in which they stand. */
export const withReferences = (payload: unknown): { readonly payload: unknown; readonly elements: HostedElement[] } => {
  const elements: HostedElement[] = [];
  const replace = (element: HostedElement, how: Omit<Reference, '$element'>): Reference => {
    elements.push(element);
    return { ...element.reference(), ...how };
  };
  const visit = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > maxDepth) throw new ElementsError('invalid-payload');
    if (value instanceof HostedElement) return replace(value, {});
    if (isPart(value)) {
      const { element, method, formattingOptions: format } = value;
      // A tag says no method: it stands for its element.
      return replace(element, { format, pick: method && !format ? `expiration_${method}` : undefined });
    }
    if (Array.isArray(value)) return value.map((item) => visit(item, depth + 1));
    if (value instanceof Date) return value.toISOString();
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, depth + 1)]));
  };
  return { payload: visit(payload, 0), elements };
};

/** Whether any element stands in a payload, at any depth. */
export const hasElement = (payload: unknown, depth = 0): boolean =>
  typeof payload === 'object' &&
  payload !== null &&
  (payload instanceof HostedElement ||
    isPart(payload) ||
    (depth <= maxDepth && Object.values(payload).some((item) => hasElement(item, depth + 1))));
