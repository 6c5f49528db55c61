import { aba } from '@tessera/rules';
import * as z from 'zod';
import { digits } from '../shared.ts';

/** An ABA routing number: nine digits, the last of which is a check digit. */
export const RoutingNumber = digits.refine(
  aba,
  'A routing number is nine digits without spaces or dashes, begins with 00 to 12, 21 to 32, 61 to 72 or 80, and its check ' +
    'digit must match.',
);

/** The number of a bank account: 3 to 17 digits. */
export const AccountNumber = digits.regex(
  /^\d{3,17}$/,
  'An account number is 3 to 17 digits without spaces or dashes.',
);

/** A bank account in the United States as callers send it: in an atomic bank, and as the `data` of a token of type `bank`. */
export const Bank = z.object({ routing_number: RoutingNumber, account_number: AccountNumber });

/** The parts of a bank account to replace. Properties left out keep their values. */
export const BankChange = Bank.partial().refine(
  (bank) => Object.values(bank).some((value) => value !== undefined),
  'Send at least one property of the bank account.',
);

/** A bank account in answers: in plaintext or masked, depending on what the API key may read. */
export const BankView = z.object({ routing_number: z.string().optional(), account_number: z.string().optional() });
