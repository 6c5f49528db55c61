import { schemas, type Validated, validate } from '@tessera/contract';
import { luhn } from '@tessera/rules';
import type { Classification, ImpactLevel } from '../access/permissions.ts';
import type { RestrictionPolicy } from '../access/privacy.ts';
import type { Json } from '../expressions/json.ts';

/** What a kind of token is (API reference, Token Types; design §5). Shared code reads the record and never asks for the name. */
export interface TokenType {
  classification: Classification;
  impactLevel: ImpactLevel;
  /** The lowest impact level a request may choose. */
  minimumImpactLevel: ImpactLevel;
  restrictionPolicy: RestrictionPolicy;
  /** Checks data that was sent and gives what is stored. `at` is where it stands in the request. */
  read(data: unknown, at: readonly string[]): Validated<Json>;
  fingerprintExpression: string;
  /** The expressions of the masked form. Properties that come out null are left out. */
  mask?: Json;
  /** A property that is sealed under a key of its own and destroyed soon (design §4). No expression ever sees it. */
  shortLived?: 'cvc';
  /** How audit rows call such a token. */
  entityType: 'token' | 'card' | 'bank';
}

const anything: TokenType = {
  classification: 'general',
  impactLevel: 'high',
  minimumImpactLevel: 'low',
  restrictionPolicy: 'redact',
  read: (data) => ({ value: data as Json }),
  fingerprintExpression: '{{ data | stringify }}',
  entityType: 'token',
};

const cardholderData = {
  classification: 'pci',
  impactLevel: 'high',
  minimumImpactLevel: 'high',
  restrictionPolicy: 'mask',
} as const;

const card: TokenType = {
  ...cardholderData,
  read: (data, at) => validate(schemas.Card, data, at) as Validated<Json>,
  fingerprintExpression: '{{ data.number }}',
  mask: {
    number: '{{ data.number | reveal_last: 4 }}',
    expiration_month: '{{ data.expiration_month }}',
    expiration_year: '{{ data.expiration_year }}',
  },
  shortLived: 'cvc',
  entityType: 'card',
};

const cardNumber: TokenType = {
  ...cardholderData,
  read: (data, at) =>
    typeof data === 'string' && /^\d{13,19}$/.test(data) && luhn(data)
      ? { value: data }
      : {
          errors: {
            [at.join('.')]: [
              'A card number is a string of 13 to 19 digits, without spaces or dashes, with a right check digit.',
            ],
          },
        },
  fingerprintExpression: '{{ data }}',
  mask: '{{ data | reveal_last: 4 }}',
  entityType: 'token',
};

export type TokenTypeName = (typeof schemas.TokenType.options)[number];

/** The record of each type the contract knows; one that is missing does not compile. */
export const tokenTypes = { token: anything, card, card_number: cardNumber } satisfies Record<TokenTypeName, TokenType>;

/** The record of a name, widened to what all records share. */
export const tokenType = (name: TokenTypeName): TokenType => tokenTypes[name];
