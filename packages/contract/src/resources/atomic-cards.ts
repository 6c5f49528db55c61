import * as z from 'zod';
import { Metadata } from '../shared.ts';
import { atomicObject, atomicRoutes } from './atomic.ts';
import { Card, CardChange, CardView } from './cards.ts';

/** A token of type `card` in the form of `/atomic/cards`. */
export const AtomicCard = z.object({ ...atomicObject, type: z.literal('card'), card: CardView });

/** A card to store. */
export const CreateAtomicCard = z.object({ card: Card, metadata: Metadata.optional() });

/** The parts of a stored card to replace. */
export const UpdateAtomicCard = z.object({ card: CardChange });

export const atomicCards = atomicRoutes('cards', {
  one: 'card',
  many: 'cards',
  classification: 'pci',
  view: AtomicCard,
  create: CreateAtomicCard,
  update: UpdateAtomicCard,
});
