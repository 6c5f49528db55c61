import { BasisTheoryApiError, createClient } from '@tessera/client';
import type { Order, OrderBook } from './order-book.ts';

/** What the shop's server does with tokens. Its key reads cards masked; the page is never given that key. */
export const createOrders = ({
  vaultOrigin,
  serverKey,
  book,
}: {
  vaultOrigin: string;
  serverKey: string;
  book: OrderBook;
}) => {
  const vault = createClient({ apiBaseUrl: vaultOrigin, apiKey: serverKey });

  return {
    /** POST /orders { "token_id": "…" } */
    async place(tokenId: string) {
      // Only the vault can say whether this is a card, and what of it may be shown: XXXXXXXXXXXX4242.
      const read = await vault.tokens.retrieve(tokenId);
      if (read.type !== 'card') throw new Error('Only cards are taken here.');

      // A page that asks twice, because it did not hear the first answer, has still bought once.
      const known = book.ofToken(read.id);
      if (known) return { order: known, read };

      // The price is the server's to name, never the page's. Here a payment provider would be asked to charge the token.
      const order: Order = {
        id: crypto.randomUUID().slice(0, 8).toUpperCase(),
        token_id: read.id,
        total: 6800,
        currency: 'EUR',
        created_at: new Date().toISOString(),
      };
      book.add(order);
      return { order, read };
    },

    /** GET /orders */
    async list() {
      const orders = book.latest(10);
      if (orders.length === 0) return [];
      const { data } = await vault.tokens.list({
        id: orders.map(({ token_id }) => token_id),
      });
      return orders.map((order) => ({
        order,
        read: data.find(({ id }) => id === order.token_id) ?? null,
      }));
    },
  };
};

/** In which words a failure is passed on to the page. */
export const problemOf = (error: unknown): { status: number; detail: string } => {
  if (!(error instanceof BasisTheoryApiError))
    return { status: 500, detail: 'The shop failed.' };
  if (error.status === 404)
    return { status: 422, detail: 'The vault knows no such token.' };
  return {
    status: 502,
    detail: 'The shop could not reach its vault. Nothing was charged.',
  };
};
