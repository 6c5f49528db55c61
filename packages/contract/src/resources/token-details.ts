import * as z from 'zod';

/** Where facts that no digit of a card tells come from. */
const byTable = "From the operator's table of BINs: null where that does not say, and absent for keys on web pages.";

/** What may be told of a card without its number. */
export const CardDetails = z.object({
  bin: z.string().optional().describe('The first six digits of the number; the first eight where it has 16 or more.'),
  last4: z.string().optional().describe('The last four digits of the number.'),
  expiration_month: z.int().optional(),
  expiration_year: z.int().optional(),
  brand: z.string().nullable().optional().describe('Such as `visa` or `american-express`; null where it is not known.'),
  funding: z
    .enum(['credit', 'debit', 'prepaid'])
    .nullable()
    .optional()
    .describe(`The kind of account that the card draws on. ${byTable}`),
  segment: z.string().nullable().optional().describe(`Such as \`consumer\` or \`commercial\`. ${byTable}`),
  issuer: z
    .object({ name: z.string(), country: z.string().optional().describe('Two letters (ISO 3166-1).') })
    .nullable()
    .optional()
    .describe(`The bank that gave out the card. ${byTable}`),
  issuer_country: z
    .object({
      alpha2: z.string().describe('Two letters (ISO 3166-1).'),
      name: z.string(),
      numeric: z.string().describe('Three digits (ISO 3166-1).'),
    })
    .nullable()
    .optional()
    .describe(`Where that bank is. ${byTable}`),
});

/** What may be told of a bank account without its number. */
export const BankDetails = z.object({
  routing_number: z.string().optional(),
  account_number_last4: z.string().optional().describe('Absent where the number has no more than four digits.'),
});
