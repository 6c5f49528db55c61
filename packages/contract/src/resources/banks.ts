import { aba } from '@tessera/rules';
import * as z from 'zod';

export const RoutingNumber = z
  .string()
  .refine(aba, 'A routing number has nine digits, no spaces or dashes, and a right check digit.');

export const AccountNumber = z
  .string()
  .regex(/^\d{3,17}$/, 'An account number has 3 to 17 digits, and no spaces or dashes.');

/** A bank account in the United States as it is sent: in an atomic bank, and as the `data` of a token of type `bank`. */
export const Bank = z.object({ routing_number: RoutingNumber, account_number: AccountNumber });

/** The parts of a bank account that change; those left out stay as they are. */
export const BankChange = Bank.partial().refine(
  (bank) => Object.values(bank).some((value) => value !== undefined),
  'At least one property of the bank account is needed.',
);

/** A bank account as it is shown: masked or in plaintext, by what the caller may read. */
export const BankView = z.object({ routing_number: z.string().optional(), account_number: z.string().optional() });
