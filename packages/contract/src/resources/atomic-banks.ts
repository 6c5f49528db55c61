import * as z from 'zod';
import { Metadata } from '../shared.ts';
import { atomicObject, atomicRoutes } from './atomic.ts';
import { Bank, BankChange, BankView } from './banks.ts';

/** A token of type `bank` in the form of `/atomic/banks`. */
export const AtomicBank = z.object({ ...atomicObject, type: z.literal('bank'), bank: BankView });

/** A bank account to store. */
export const CreateAtomicBank = z.object({ bank: Bank, metadata: Metadata.optional() });

/** The parts of a stored bank account to replace. */
export const UpdateAtomicBank = z.object({ bank: BankChange });

export const atomicBanks = atomicRoutes('banks', {
  one: 'bank account',
  many: 'bank accounts',
  classification: 'bank',
  view: AtomicBank,
  create: CreateAtomicBank,
  update: UpdateAtomicBank,
});
