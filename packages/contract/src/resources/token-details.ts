import * as z from 'zod';

/** What may be told of a card without its number. */
export const CardDetails = z.object({
  bin: z.string().optional().describe('The first six digits of the number; the first eight where it has 16 or more.'),
  last4: z.string().optional().describe('The last four digits of the number.'),
  expiration_month: z.int().optional(),
  expiration_year: z.int().optional(),
  brand: z.string().nullable().optional().describe('Such as `visa` or `american-express`; null where it is not known.'),
});

/** What may be told of a bank account without its number. */
export const BankDetails = z.object({
  routing_number: z.string().optional(),
  account_number_last4: z.string().optional().describe('Absent where the number has no more than four digits.'),
});
