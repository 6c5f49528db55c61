import type { HostedElement } from './hosted-element.ts';

/**
 * Takes the place of one property of an element in a payload: the month or the year of an expiration date, or a date as text.
 *
 * @example
 * ```ts
 * import type { ElementPart, HostedElement } from '@tessera/elements';
 *
 * const partsOf = (expiry: HostedElement<'cardExpirationDate'>): ElementPart[] => [expiry.month(), expiry.format('MM/yy')];
 * ```
 */
export interface ElementPart {
  readonly element: HostedElement;
  readonly method: 'month' | 'year' | 'format';
  /** How the date is written, in Luxon's tokens for months and years. */
  readonly formattingOptions?: string;
}
