import type { Definition } from '../definition.ts';

const code = `'use strict';

// Federal Reserve Banks by the first two digits; 21 to 32 were thrifts, 61 to 72 are for electronic transactions only.
const banks = ['Boston', 'New York', 'Philadelphia', 'Cleveland', 'Richmond', 'Atlanta', 'Chicago', 'St. Louis',
  'Minneapolis', 'Kansas City', 'Dallas', 'San Francisco'];

function reserveBank(routing) {
  const first = Number(routing.slice(0, 2));
  const base = [0, 20, 60].find((from) => first > from && first <= from + 12);
  if (first === 0) return 'United States Government';
  return base === undefined ? null : banks[first - base - 1];
}

// The beginnings and the checksum of the American Bankers Association: weights 3-7-1, modulo 10.
function checksum(routing) {
  const weights = [3, 7, 1];
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += Number(routing[place]) * weights[place % 3];
  return /^(?:0\\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\\d{7}$/.test(routing) && routing !== '000000000' && sum % 10 === 0;
}

module.exports = async function (context) {
  const { routing_number: routing, account_number: account } = context.sourceToken.data;
  return {
    raw: {
      routing_number_valid: checksum(routing),
      federal_reserve_bank: reserveBank(routing),
      account_number_valid: /^\\d{3,17}$/.test(account),
      account_number_last4: account.length > 4 ? account.slice(-4) : null,
    },
  };
};
`;

/** Whether a bank account can exist, as far as its digits tell; nothing leaves the vault. */
export const bankAccountCheck: Definition = {
  name: 'Bank account check',
  description:
    'Checksum and Federal Reserve Bank of a routing number, and the form of the account number. Calls nobody.',
  sourceTokenType: 'bank',
  icon: undefined,
  code,
  configuration: [],
  requestParameters: [],
};
