import { type contract, type Handlers, schemas, validate, type Wire, type WireInput } from '@tessera/contract';
import type { Context } from '../context.ts';
import type { Json } from '../expressions/json.ts';
import type { Services } from '../services.ts';
import { atomic } from './atomic.ts';

export const atomicCards = (services: Services): Handlers<typeof contract.atomicCards, Context> =>
  atomic(services, {
    type: 'card',
    created: ({ card }: Wire['CreateAtomicCard']) => card as Json,
    changed: ({ card }: Wire['UpdateAtomicCard']) => card,
    show: (data): Pick<WireInput['AtomicCard'], 'type' | 'card'> => ({
      type: 'card',
      card: validate(schemas.CardView, data).value ?? {},
    }),
  });
