import { isCardNumber } from '@tessera/rules';
import * as z from 'zod';
import { digits } from '../shared.ts';

const number = digits.refine(
  isCardNumber,
  'A card number is 12 to 19 digits without spaces or dashes, and its check digit must match (Luhn).',
);
const expirationMonth = z.int().min(1).max(12);
const expirationYear = z.int().min(1000, 'A year has four digits.').max(9999, 'A year has four digits.');
const cvc = digits.regex(/^\d{3,4}$/, 'A card verification code is 3 or 4 digits.');

/**
 * A card as callers send it: in an atomic card, and as the `data` of a token of type `card`. Expired cards are accepted, because
 * vaults also import cards from other systems.
 */
export const Card = z.object({
  number,
  expiration_month: expirationMonth.optional(),
  expiration_year: expirationYear.optional(),
  cvc: cvc.optional(),
});

/** The parts of a card to replace. Properties left out keep their values. */
export const CardChange = Card.partial().refine(
  (card) => Object.values(card).some((value) => value !== undefined),
  'Send at least one property of the card.',
);

/** A card in answers: in plaintext or masked, depending on what the API key may read. */
export const CardView = z.object({
  number: z.string().optional(),
  expiration_month: z.int().optional(),
  expiration_year: z.int().optional(),
  cvc: z
    .string()
    .optional()
    .describe('Absent once the vault has destroyed it, at most 24 hours after it was stored; never shown masked.'),
});
