import * as z from 'zod';
import { del, get, patch, post } from '../route.ts';
import { audit, Metadata, pageOf, pageQuery, tokenId, uuid } from '../shared.ts';
import { Card, CardChange, CardView } from './cards.ts';

export const AtomicCard = z.object({
  id: tokenId,
  tenant_id: uuid,
  type: z.literal('card'),
  card: CardView,
  fingerprint: z.string().optional().describe('Equal for cards of a tenant with the same number.'),
  metadata: Metadata.optional(),
  ...audit,
});

export const CreateAtomicCard = z.object({ card: Card, metadata: Metadata.optional() });

export const UpdateAtomicCard = z.object({ card: CardChange });

export const atomicCards = {
  create: post('/atomic/cards', {
    summary: 'Store a card',
    description: 'The answer shows the card masked.',
    permission: 'token:pci:create',
    body: CreateAtomicCard,
    response: AtomicCard,
    status: 201,
  }),
  list: get('/atomic/cards', {
    summary: 'List cards',
    permission: 'token:pci:read:<impact_level>',
    query: z.object(pageQuery),
    response: pageOf(AtomicCard),
  }),
  retrieve: get('/atomic/cards/{id}', {
    summary: 'Get a card',
    description: 'In plaintext for a key that may read the impact level of the card, else masked.',
    permission: 'token:pci:read:<impact_level>',
    response: AtomicCard,
  }),
  update: patch('/atomic/cards/{id}', {
    summary: 'Change parts of a card',
    description: 'What is left out stays as it is. The answer shows the card masked.',
    permission: 'token:pci:update',
    body: UpdateAtomicCard,
    response: AtomicCard,
  }),
  delete: del('/atomic/cards/{id}', {
    summary: 'Delete a card',
    permission: 'token:pci:delete',
  }),
};
