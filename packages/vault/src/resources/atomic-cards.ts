import { type contract, type Handlers, schemas, validate, type Wire, type WireInput } from '@tessera/contract';
import type { Json } from '../expressions/json.ts';
import type { Context } from '../http/context.ts';
import type { World } from '../world.ts';
import { atomic } from './atomic.ts';

export const atomicCards = (world: World): Handlers<typeof contract.atomicCards, Context> =>
  atomic(world, {
    type: 'card',
    created: ({ card }: Wire['CreateAtomicCard']) => card as Json,
    changed: ({ card }: Wire['UpdateAtomicCard']) => card,
    show: (data): Pick<WireInput['AtomicCard'], 'type' | 'card'> => ({
      type: 'card',
      card: validate(schemas.CardView, data).value ?? {},
    }),
  });
