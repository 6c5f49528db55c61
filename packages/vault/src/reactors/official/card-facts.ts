import { brands } from '@tessera/rules';
import type { Definition } from '../definition.ts';

/** First digits, or the lowest and the highest of equally long ones, with the brand they belong to. */
const table = brands.flatMap(({ name, patterns, codeSizes: [codeSize] }) =>
  patterns.map((pattern) => {
    const [low = 0, high = low] = [pattern].flat();
    return [String(low), String(high), name, codeSize];
  }),
);

const code = `'use strict';

// Lowest and highest first digits, brand, digits of the verification code.
const brands = ${JSON.stringify(table)};

const width = ([low, high]) => low.length - (Number(high) - Number(low)) / 10 ** low.length;

function brandOf(number) {
  const fitting = brands.filter(([low, high]) => {
    const first = number.slice(0, low.length);
    return first >= low && first <= high;
  });
  fitting.sort((a, b) => width(b) - width(a));
  return fitting[0] || ['', '', 'unknown', null];
}

function luhn(number) {
  let sum = 0;
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number[number.length - 1 - place]);
    sum += place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return sum % 10 === 0;
}

module.exports = async function (context) {
  const { number, expiration_month: month, expiration_year: year } = context.sourceToken.data;
  const [, , brand, codeSize] = brandOf(number);
  const now = new Date();
  const known = month !== undefined && year !== undefined;
  return {
    raw: {
      brand,
      // PCI DSS 3.4.1: eight first digits of numbers with sixteen or more, else six.
      bin: number.slice(0, number.length < 16 ? 6 : 8),
      last4: number.slice(-4),
      length: number.length,
      luhn_valid: luhn(number),
      code_size: codeSize,
      expired: known ? year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1 : null,
    },
  };
};
`;

/** What the first digits of a card tell, and whether it is still valid; nothing leaves the vault. */
export const cardFacts: Definition = {
  name: 'Card facts',
  description: 'Brand, BIN, last four digits, check digit and expiration of a card. Calls nobody.',
  sourceTokenType: 'card',
  icon: undefined,
  code,
  configuration: [],
  requestParameters: [],
};
