import { type contract, type Handlers, schemas, validate, type Wire, type WireInput } from '@tessera/contract';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { atomic } from './atomic.ts';

export const atomicBanks = (services: Services): Handlers<typeof contract.atomicBanks, Context> =>
  atomic(services, {
    type: 'bank',
    created: ({ bank }: Wire['CreateAtomicBank']) => bank,
    changed: ({ bank }: Wire['UpdateAtomicBank']) => bank,
    show: (data): Pick<WireInput['AtomicBank'], 'type' | 'bank'> => ({
      type: 'bank',
      bank: validate(schemas.BankView, data).value ?? {},
    }),
  });
