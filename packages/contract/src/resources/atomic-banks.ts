import * as z from 'zod';
import { get } from '../route.ts';
import { Metadata } from '../shared.ts';
import { atomicObject, atomicRoutes } from './atomic.ts';
import { Bank, BankChange, BankView } from './banks.ts';

export const AtomicBank = z.object({ ...atomicObject, type: z.literal('bank'), bank: BankView });

export const CreateAtomicBank = z.object({ bank: Bank, metadata: Metadata.optional() });

export const UpdateAtomicBank = z.object({ bank: BankChange });

export const atomicBanks = {
  ...atomicRoutes('banks', {
    one: 'bank account',
    many: 'bank accounts',
    classification: 'bank',
    view: AtomicBank,
    create: CreateAtomicBank,
    update: UpdateAtomicBank,
  }),
  retrieveDecrypted: get('/atomic/banks/{id}/decrypt', {
    summary: 'Get a bank account in plaintext',
    description: 'Getting a bank account does the same for a key that may read it in plaintext.',
    permission: 'token:bank:read:high',
    response: AtomicBank,
    deprecated: true,
  }),
};
