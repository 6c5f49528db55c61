// The table alone: the code around it would make a frame half as large again as the lines that take its place here.
import cardTypes from 'credit-card-type/dist/lib/card-types.js';
import type { CreditCardTypeCardBrandId } from 'credit-card-type/dist/types.js';

/** First digits, or the lowest and the highest of equally many. */
export type Pattern = number | readonly number[];

/** First digits that belong to a brand, and where that is published. */
export interface CardRange {
  readonly brand: CreditCardTypeCardBrandId | 'cabal' | 'carnet' | 'dankort' | 'rupay' | 'uatp';
  readonly patterns: readonly Pattern[];
  readonly source: string;
}

/** What the library calls Naranja carries a second brand, Visa or Mastercard, and runs on that network. */
const coBranded: readonly Pattern[] = [402918, 527572];

const ofLibrary: readonly CardRange[] = Object.values(cardTypes)
  // Of Verve, the library knows parts of the ranges below.
  .filter(({ type }) => type !== 'verve')
  .map(({ type, patterns }) => ({
    brand: type as CreditCardTypeCardBrandId,
    patterns: patterns.filter((pattern) => typeof pattern !== 'number' || !coBranded.includes(pattern)),
    source: 'https://github.com/braintree/credit-card-type 10.3.0',
  }));

const activeMerchant =
  'https://github.com/activemerchant/active_merchant/blob/master/lib/active_merchant/billing/credit_card_methods.rb';

/** What the library does not know or calls by another name. */
const published: readonly CardRange[] = [
  {
    brand: 'mastercard',
    patterns: [503143, 503175],
    source: 'https://www.mercadopago.com.br/developers/en/docs/checkout-api-orders/integration-test/cards',
  },
  {
    brand: 'jcb',
    patterns: [
      [3088, 3094],
      [3096, 3102],
      [3112, 3120],
      [3158, 3159],
      [3337, 3349],
    ],
    source: activeMerchant,
  },
  { brand: 'elo', patterns: [636298, [650057, 650081], [651680, 651704]], source: activeMerchant },
  { brand: 'hipercard', patterns: [384100, 384140, 384160], source: activeMerchant },
  {
    brand: 'cabal',
    patterns: [589657, 603522, [604201, 604400], 650272, 65008700],
    source: activeMerchant,
  },
  {
    brand: 'carnet',
    patterns: [286900, 502275, [506199, 506499], 588772, 606333, 627535, 636318, 636379, 639388, 639484, 639559],
    source: activeMerchant,
  },
  // Six digits, although four say it: of equally long patterns the narrower one wins, and Maestro's are six digits long.
  { brand: 'dankort', patterns: [[501900, 501999]], source: activeMerchant },
  {
    brand: 'verve',
    patterns: [[506000, 506198], 507850],
    source: 'https://paystack.com/docs/payments/test-payments',
  },
  { brand: 'verve', patterns: [[507865, 507964]], source: 'https://en.wikipedia.org/wiki/Payment_card_number' },
  {
    brand: 'rupay',
    patterns: [
      [508500, 508999],
      [606985, 607984],
      [608001, 608500],
      [652150, 653149],
      [817200, 820199],
    ],
    source: 'https://checkout.razorpay.com/v1/checkout.js',
  },
  { brand: 'uatp', patterns: [1], source: 'https://github.com/Adyen/adyen-web, cardType.ts' },
];

/** Every range that has a name, with its source. */
export const cardRanges: readonly CardRange[] = [...ofLibrary, ...published];
