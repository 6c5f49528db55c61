import { isCardNumber } from '@tessera/rules';
import * as z from 'zod';

const number = z
  .string()
  .refine(isCardNumber, 'A card number has 12 to 19 digits, no spaces or dashes, and a right check digit.');
const expirationMonth = z.int().min(1).max(12);
const expirationYear = z.int().min(1000, 'A year has four digits.').max(9999, 'A year has four digits.');
const cvc = z.string().regex(/^\d{3,4}$/, 'A card verification code has 3 or 4 digits.');

/**
 * A card as it is sent: in an atomic card, and as the `data` of a token of type `card`. A past expiry is accepted,
 * because vaults also take over cards from elsewhere.
 */
export const Card = z.object({
  number,
  expiration_month: expirationMonth.optional(),
  expiration_year: expirationYear.optional(),
  cvc: cvc.optional(),
});

/** The parts of a card that change; those left out stay as they are. */
export const CardChange = Card.partial().refine(
  (card) => Object.values(card).some((value) => value !== undefined),
  'At least one property of the card is needed.',
);

/** A card as it is shown: masked or in plaintext, by what the caller may read. */
export const CardView = z.object({
  number: z.string().optional(),
  expiration_month: z.int().optional(),
  expiration_year: z.int().optional(),
  cvc: z.string().optional(),
});
