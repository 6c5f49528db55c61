import { cardData, groupOf } from './cards.ts';
import type { Server } from './server.ts';
import { call } from './vault.ts';

/** The most that one call of `/tokenize` takes. It is one write of the store, so a million tokens take minutes. */
const bulk = 1000;

/** Calls in flight, so that the writer is busy while the next call is parsed and encrypted. */
const atOnce = 2;

/**
 * Creates the cards with numbers in a range. Each can be found by its number, and together with nineteen others by its metadata. Returns
 * the id of every `sample`-th card.
 */
export const fill = async (
  server: Server,
  key: string,
  from: number,
  to: number,
  sample: number,
): Promise<string[]> => {
  const ids: string[] = [];
  let next = from;
  const worker = async () => {
    while (next < to) {
      const start = next;
      next = Math.min(to, start + bulk);
      const cards = Array.from({ length: next - start }, (_, i) => {
        const { cvc, ...data } = cardData(start + i);
        const metadata = { group: groupOf(start + i) };
        return { type: 'card', data, metadata, search_indexes: ['{{ data.number }}'] };
      });
      const made = await call<{ id: string }[]>(server, key, 'POST', '/tokenize', cards);
      for (const [i, { id }] of made.entries()) if ((start + i) % sample === 0) ids.push(id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return ids;
};
