import { bankAccountNumber } from './bank-account-number.ts';
import { bankRoutingNumber } from './bank-routing-number.ts';
import { bic } from './bic.ts';
import { bsb } from './bsb.ts';
import { cardholderName } from './cardholder-name.ts';
import type { Field } from './field.ts';
import { iban } from './iban.ts';
import { postalCode } from './postal-code.ts';
import { ukAccountNumber } from './uk-account-number.ts';
import { ukSortCode } from './uk-sort-code.ts';

/** Types of elements that few pages need: one file, which frames fetch when the first of them is mounted. */
export const rareElements = {
  bankRoutingNumber: [bankRoutingNumber],
  bankAccountNumber: [bankAccountNumber],
  bank: [bankRoutingNumber, bankAccountNumber],
  cardholderName: [cardholderName],
  iban: [iban],
  bic: [bic],
  ukSortCode: [ukSortCode],
  ukAccountNumber: [ukAccountNumber],
  bsb: [bsb],
  postalCode: [postalCode],
} as const satisfies Readonly<Record<string, readonly Field[]>>;
