import type { ElementType, OptionName, OptionsOf } from '@tessera/js';

/** How a value is chosen: typed, ticked, picked, or picked by a name that stands for it. */
export type Kind =
  | 'text'
  | 'number'
  | 'check'
  | 'colour'
  | readonly string[]
  | Readonly<Record<string, unknown>>;

export const types = [
  'card',
  'cardNumber',
  'cardExpirationDate',
  'cardVerificationCode',
  'bank',
  'bankRoutingNumber',
  'bankAccountNumber',
  'cardholderName',
  'iban',
  'bic',
  'ukSortCode',
  'ukAccountNumber',
  'bsb',
  'postalCode',
  'text',
] as const satisfies readonly ElementType[];

/** The types of element that have an option. */
type TypesWith<Name> = {
  [T in ElementType]: Name extends keyof OptionsOf<T> ? T : never;
}[ElementType];

/** Looks have controls of their own. */
type Plain = Exclude<OptionName, 'style'>;

interface OptionControl<Name> {
  label: string;
  kinds: Readonly<Record<TypesWith<Name>, Kind>>;
}

const of = <T extends ElementType>(names: readonly T[], kind: Kind) =>
  Object.fromEntries(names.map((name) => [name, kind])) as Record<T, Kind>;

const numbers = ['card', 'cardNumber'] as const;
const dates = ['card', 'cardExpirationDate'] as const;
const single = [
  'cardNumber',
  'cardExpirationDate',
  'cardVerificationCode',
  'bankRoutingNumber',
  'bankAccountNumber',
  'cardholderName',
  'iban',
  'bic',
  'ukSortCode',
  'ukAccountNumber',
  'bsb',
  'postalCode',
  'text',
] as const;
const parts = ['card', 'bank'] as const;

const cardWords = {
  cardNumber: '1234 …',
  cardExpirationDate: 'MM/YY',
  cardSecurityCode: 'Code',
};
const bankWords = { routingNumber: 'Routing', accountNumber: 'Account' };

/**
 * Every option of every type of element. An option that has no control here, or none for one of its types, does not compile.
 */
export const optionControls: { readonly [Name in Plain]: OptionControl<Name> } = {
  placeholder: {
    label: 'Placeholder',
    kinds: {
      ...of(single, 'text'),
      card: { 'one per part': cardWords },
      bank: { 'one per part': bankWords },
    },
  },
  value: {
    label: 'Value from the page',
    kinds: {
      card: { 'expiry date': { expiration_month: 12, expiration_year: 2034 } },
      cardNumber: ['4242424242424242', '378282246310005'],
      cardExpirationDate: { 'a text': '12/34', 'an object': { month: 12, year: 2034 } },
      cardVerificationCode: ['123'],
      bank: { 'routing number': { routing_number: '021000021' } },
      bankRoutingNumber: ['021000021'],
      bankAccountNumber: ['000123456789'],
      cardholderName: ['Ada Lovelace'],
      iban: ['DE89370400440532013000', 'GB29NWBK60161331926819'],
      bic: ['DEUTDEFF', 'DEUTDEFF500'],
      ukSortCode: ['200052'],
      ukAccountNumber: ['55779911'],
      bsb: ['062000'],
      postalCode: ['SW1A 1AA', '94107'],
      text: ['Ada Lovelace'],
    },
  },
  iconPosition: { label: 'Icon', kinds: of(numbers, ['left', 'right', 'none']) },
  rows: { label: 'Rows', kinds: of(parts, { one: 1, two: 2 }) },
  cardTypes: {
    label: 'Brands',
    kinds: of(numbers, {
      'Visa and Mastercard': [{ type: 'visa' }, { type: 'mastercard' }],
      'a gift card': [
        {
          type: 'gift',
          niceType: 'Gift card',
          patterns: [6039],
          gaps: [4, 8, 12],
          lengths: [16],
          code: { size: 4, name: 'PIN' },
        },
      ],
    }),
  },
  coBadgedSupport: {
    label: 'Networks to choose',
    kinds: of(numbers, {
      'Dankort, Bancontact, Cartes Bancaires': [
        'dankort',
        'bancontact',
        'cartes-bancaires',
      ],
    }),
  },
  preSelectedNetworks: {
    label: 'Network chosen first',
    kinds: of(numbers, {
      local: ['dankort', 'bancontact', 'cartes-bancaires'],
      Visa: ['visa'],
    }),
  },
  cardBrand: {
    label: 'Brand',
    kinds: of(['cardVerificationCode'], ['visa', 'mastercard', 'american-express']),
  },
  binLookup: { label: 'BIN details', kinds: of(numbers, 'check') },
  skipLuhnValidation: { label: 'Without check digit', kinds: of(numbers, 'check') },
  maxElapsedExpirationYear: { label: 'Years ahead', kinds: of(dates, 'number') },
  showSpacing: { label: 'Spaces in the date', kinds: of(dates, 'check') },
  mask: {
    label: 'Mask',
    kinds: of(['text'], {
      'US phone': [
        '(',
        /\d/,
        /\d/,
        /\d/,
        ')',
        ' ',
        /\d/,
        /\d/,
        /\d/,
        '-',
        /\d/,
        /\d/,
        /\d/,
        /\d/,
      ],
      'tax number': [/\d/, /\d/, '-', /\d/, /\d/, /\d/, /\d/, /\d/, /\d/, /\d/],
    }),
  },
  transform: {
    label: 'Transform',
    kinds: of(['text'], { 'leave out spaces': [/\s/], 'dashes to dots': [/-/, '.'] }),
  },
  validation: {
    label: 'Validation',
    kinds: of(['text'], { 'digits alone': /^\d+$/, 'five letters': /^[a-z]{5}$/i }),
  },
  maxLength: { label: 'Longest text', kinds: of(['text'], 'number') },
  password: { label: 'As dots', kinds: of(['text'], 'check') },
  inputMode: {
    label: 'Keyboard',
    kinds: of(types, [
      'decimal',
      'email',
      'none',
      'numeric',
      'search',
      'tel',
      'text',
      'url',
    ]),
  },
  autoComplete: {
    label: 'Autofill',
    kinds: {
      ...of(single, ['on', 'off', 'cc-number', 'one-time-code']),
      card: {
        on: 'on',
        off: 'off',
        'number alone': { cardNumber: 'cc-number', cardExpirationDate: 'off' },
      },
      bank: { on: 'on', off: 'off' },
    },
  },
  validateOnChange: { label: 'Errors while typing', kinds: of(types, 'check') },
  enableCopy: {
    label: 'Copy button',
    kinds: of(types, { 'beside the input': true, alone: 'only' }),
  },
  copyIconStyles: {
    label: 'Copy icon',
    kinds: of(types, {
      large: { size: '24px', color: '#1d4d4f', successColor: '#2a7d2f' },
    }),
  },
  disabled: { label: 'Disabled', kinds: of(types, 'check') },
  readOnly: { label: 'Read only', kinds: of(types, 'check') },
  'aria-label': { label: 'Accessible name', kinds: of(types, 'text') },
  ariaDescription: { label: 'Description to hear', kinds: of(types, 'text') },
  title: { label: 'Title of the iframe', kinds: of(types, 'text') },
  targetId: { label: 'Name in events', kinds: of(single, 'text') },
  locale: { label: 'Language', kinds: of(types, ['en', 'de', 'fr', 'es', 'ar', 'ja']) },
  dir: { label: 'Direction', kinds: of(types, ['ltr', 'rtl']) },
  colorScheme: { label: 'Colour scheme', kinds: of(types, ['light', 'dark']) },
  theme: {
    label: 'Theme',
    kinds: of(types, {
      calm: { color: '#1d4d4f', placeholderColor: '#6b8a8b', invalidColor: '#a8326b' },
      loud: {
        color: '#7a1fa2',
        fontSize: '22px',
        fontWeight: 700,
        letterSpacing: '0.05em',
      },
    }),
  },
  nonce: { label: 'Nonce (not needed)', kinds: of(types, 'text') },
};
