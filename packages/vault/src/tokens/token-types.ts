import { schemas, type Validated, validate, validateRequest } from '@tessera/contract';
import { isCardNumber, isIban } from '@tessera/rules';
import type { Classification, ImpactLevel } from '../access/permissions.ts';
import type { RestrictionPolicy } from '../access/privacy.ts';
import type { Json } from '../expressions/json.ts';
import { bankDetails, cardDetails, cardNumberDetails, type Details } from './details.ts';
import {
  type TestValues,
  testAccountNumbers,
  testBsbs,
  testCards,
  testIbans,
  testRoutingNumbers,
  testSortCodes,
  testUkAccountNumbers,
} from './test-data.ts';

/** What a token type is (API reference, Token Types). Shared code reads this record and never compares the name of a type. */
export interface TokenType {
  classification: Classification;
  impactLevel: ImpactLevel;
  /** The lowest impact level a request may choose. */
  minimumImpactLevel: ImpactLevel;
  restrictionPolicy: RestrictionPolicy;
  /** Checks data that was sent and gives what is stored. `at` is where it stands in the request. */
  read(data: unknown, at: readonly string[]): Validated<Json>;
  /** What a tenant in test mode takes of it; anything where nothing is documented. */
  testValues?: readonly TestValues[];
  fingerprintExpression: string;
  /** The expressions of the masked form. Properties that come out null are left out. */
  mask?: Json;
  /** Expressions by whose results tokens are found, where a request names none. */
  searchIndexes: readonly string[];
  /**
   * A property that is sealed under a key of its own and destroyed soon (docs/architecture.md §3.9). No expression ever sees it.
   */
  shortLived?: {
    name: 'cvc';
    /** The property it was sent for: with another value there it says nothing any more. */
    of: 'number';
  };
  /** What may be told of its data, without what is short-lived, to whoever may not see it; nothing where that is left out. */
  details?(lasting: Json): Details;
  /** How audit rows call such a token. */
  entityType: 'token' | 'card' | 'bank';
}

/** Reads data that is one text. */
const textThat =
  (isRight: (text: string) => boolean, message: string): TokenType['read'] =>
  (data, at) =>
    typeof data === 'string' && isRight(data) ? { value: data } : { errors: { [at.join('.')]: [message] } };

const matching = (pattern: RegExp) => (text: string) => pattern.test(text);

/** Where the numbers of most types are worth stealing whole, and are told apart by their ends. */
const guarded = {
  impactLevel: 'high',
  minimumImpactLevel: 'high',
  restrictionPolicy: 'mask',
  searchIndexes: [],
  entityType: 'token',
} as const;

const wholeNumber = { fingerprintExpression: '{{ data }}', mask: '{{ data | reveal_last: 4 }}' } as const;

const anything: TokenType = {
  classification: 'general',
  impactLevel: 'high',
  minimumImpactLevel: 'low',
  restrictionPolicy: 'redact',
  read: (data) => ({ value: data as Json }),
  fingerprintExpression: '{{ data | stringify }}',
  searchIndexes: [],
  entityType: 'token',
};

const card: TokenType = {
  ...guarded,
  classification: 'pci',
  read: (data, at) => validateRequest(schemas.Card, data, { at }) as Validated<Json>,
  testValues: [{ at: ['number'], known: testCards }],
  fingerprintExpression: '{{ data.number }}',
  mask: {
    number: '{{ data.number | reveal_last: 4 }}',
    expiration_month: '{{ data.expiration_month }}',
    expiration_year: '{{ data.expiration_year }}',
  },
  shortLived: { name: 'cvc', of: 'number' },
  details: cardDetails,
  entityType: 'card',
};

const bank: TokenType = {
  ...guarded,
  classification: 'bank',
  read: (data, at) => validateRequest(schemas.Bank, data, { at }),
  testValues: [
    { at: ['routing_number'], known: testRoutingNumbers },
    { at: ['account_number'], known: testAccountNumbers },
  ],
  fingerprintExpression: '{{ data.account_number }}|{{ data.routing_number }}',
  mask: { routing_number: '{{ data.routing_number }}', account_number: '{{ data.account_number | reveal_last: 4 }}' },
  details: bankDetails,
  entityType: 'bank',
};

const cardNumber: TokenType = {
  ...guarded,
  ...wholeNumber,
  classification: 'pci',
  read: textThat(
    (text) => text.length > 12 && isCardNumber(text),
    'A card number is a string of 13 to 19 digits, without spaces or dashes, with a right check digit.',
  ),
  testValues: [{ at: [], known: testCards }],
  details: cardNumberDetails,
};

const usBankAccountNumber: TokenType = {
  ...guarded,
  ...wholeNumber,
  classification: 'bank',
  read: (data, at) => validate(schemas.AccountNumber, data, at),
  testValues: [{ at: [], known: testAccountNumbers }],
};

/** Routing numbers are printed on cheques and in directories: no secret, but nothing to mask either. */
const usBankRoutingNumber: TokenType = {
  classification: 'bank',
  impactLevel: 'low',
  minimumImpactLevel: 'low',
  restrictionPolicy: 'redact',
  read: (data, at) => validate(schemas.RoutingNumber, data, at),
  testValues: [{ at: [], known: testRoutingNumbers }],
  fingerprintExpression: '{{ data }}',
  searchIndexes: [],
  entityType: 'token',
};

/** Numbers by which authorities know people and firms: with dashes or without, they are the same. */
const identifier = {
  ...guarded,
  classification: 'pii',
  fingerprintExpression: "{{ data | remove: '-' }}",
  mask: '{{ data | reveal_last: 4 }}',
  searchIndexes: ['{{ data }}', "{{ data | remove: '-' }}", '{{ data | last4 }}'],
} as const;

const socialSecurityNumber: TokenType = {
  ...identifier,
  read: textThat(
    matching(/^\d{3}-?\d{2}-?\d{4}$/),
    'A social security number is a string of nine digits, such as 123-45-6789 or 123456789.',
  ),
};

const employerIdNumber: TokenType = {
  ...identifier,
  read: textThat(
    matching(/^\d{2}-?\d{7}$/),
    'An employer identification number is a string of nine digits, such as 12-3456789 or 123456789.',
  ),
};

const iban: TokenType = {
  ...guarded,
  ...wholeNumber,
  classification: 'bank',
  read: textThat(
    isIban,
    'An IBAN is a string of capital letters and digits without spaces, as long as its country has it, with right check digits.',
  ),
  testValues: [{ at: [], known: testIbans }],
};

const ukBankAccountNumber: TokenType = {
  ...guarded,
  ...wholeNumber,
  classification: 'bank',
  read: textThat(
    matching(/^\d{8}$/),
    'A bank account number of the United Kingdom is a string of eight digits. Write zeros before a shorter one.',
  ),
  testValues: [{ at: [], known: testUkAccountNumbers }],
};

/** Codes of branches are in directories. They belong to an account all the same, so they are as well guarded unless a request says less. */
const branchCode = {
  ...guarded,
  classification: 'bank',
  minimumImpactLevel: 'low',
  restrictionPolicy: 'redact',
  fingerprintExpression: '{{ data }}',
} as const;

const ukBankSortCode: TokenType = {
  ...branchCode,
  read: textThat(matching(/^\d{6}$/), 'A sort code is a string of six digits, without dashes.'),
  testValues: [{ at: [], known: testSortCodes }],
};

const auBankBsb: TokenType = {
  ...branchCode,
  read: textThat(matching(/^\d{6}$/), 'A BSB number is a string of six digits, without a dash.'),
  testValues: [{ at: [], known: testBsbs }],
};

export type TokenTypeName = (typeof schemas.TokenType.options)[number];

/** The record of each type the contract knows; one that is missing does not compile. */
const tokenTypes: Readonly<Record<TokenTypeName, TokenType>> = {
  token: anything,
  card,
  bank,
  card_number: cardNumber,
  us_bank_account_number: usBankAccountNumber,
  us_bank_routing_number: usBankRoutingNumber,
  social_security_number: socialSecurityNumber,
  employer_id_number: employerIdNumber,
  iban,
  uk_bank_sort_code: ukBankSortCode,
  uk_bank_account_number: ukBankAccountNumber,
  au_bank_bsb: auBankBsb,
};

export const tokenType = (name: TokenTypeName): TokenType => tokenTypes[name];
