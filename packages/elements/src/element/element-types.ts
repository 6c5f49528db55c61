import type { Words } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';

const names =
  'card cardNumber cardExpirationDate cardVerificationCode text bank bankRoutingNumber bankAccountNumber cardholderName iban bic ukSortCode ukAccountNumber bsb postalCode';

/** Every type of element. Leaving one out does not compile. */
export const elementTypes: readonly (ElementType extends Words<typeof names> ? string : never)[] = names.split(' ');
