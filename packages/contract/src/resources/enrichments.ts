import * as z from 'zod';
import { get } from '../route.ts';
import { CardDetails } from './token-details.ts';

const beginning = z.string();

/** What is known of all cards whose numbers begin alike. Its names are those that published clients of this API read. */
export const BinDetails = CardDetails.pick({ brand: true, funding: true, segment: true }).extend({
  issuer: z
    .object({ name: z.string().optional(), country: z.string().optional().describe('Two letters (ISO 3166-1).') })
    .nullable()
    .optional()
    .describe(
      'The bank that gave out the cards, and where it is. By the table of BINs of the operator: null where that does not say.',
    ),
  binRange: z
    .array(z.object({ binMin: beginning, binMax: beginning }))
    .describe('The beginnings for which this holds: the one that was asked for.'),
});

export const enrichments = {
  cardDetails: get('/enrichments/card-details', {
    summary: 'Get what is known of cards by their first digits',
    description:
      'The brand by the ranges that card networks publish, and the rest by the table of BINs that the operator has imported. Keys that ' +
      'stand in web pages, of types `elements` and `public`, are told the brand alone, unless the operator lets pages ask the table; they ' +
      'may ask 60 times at once and once a second from one address.',
    public: true,
    query: z.object({
      bin: z
        .string()
        .regex(/^\d{6,8}$/, 'Must be the first six to eight digits of a card number, and no more of it.')
        .describe('The first six to eight digits of a card number.'),
    }),
    response: BinDetails,
  }),
};
