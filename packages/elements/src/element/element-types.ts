import type { ElementType } from '@tessera/fields';

/** Every type of element. A record, so that leaving one out does not compile. */
export const elementTypes: Readonly<Record<ElementType, true>> = {
  card: true,
  cardNumber: true,
  cardExpirationDate: true,
  cardVerificationCode: true,
  text: true,
  bankRoutingNumber: true,
  bankAccountNumber: true,
  bank: true,
  cardholderName: true,
  iban: true,
  bic: true,
  ukSortCode: true,
  ukAccountNumber: true,
  bsb: true,
  postalCode: true,
};
