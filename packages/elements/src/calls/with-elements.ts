import type { ElementPart, HostedElement } from '../element/hosted-element.ts';

/**
 * A body in which elements may take the place of values, at any depth. It accepts `null` and `undefined` as well, because a React or Vue
 * ref is empty until its component is mounted; the vault refuses the call if a required value is missing then.
 *
 * @example
 * ```ts
 * import type { CreateToken, HostedElement, WithElements } from '@tessera/js';
 *
 * const body = (number: HostedElement<'cardNumber'>, expiry: HostedElement<'cardExpirationDate'>) => {
 *   const data = { number, expiration_month: expiry.month(), expiration_year: expiry.year() };
 *   const token: WithElements<CreateToken<'card'>> = { type: 'card', data };
 *   return token;
 * };
 * ```
 */
export type WithElements<T> =
  | T
  | HostedElement
  | ElementPart
  | null
  | undefined
  | (T extends object ? { [Key in keyof T]: WithElements<T[Key]> } : never);
