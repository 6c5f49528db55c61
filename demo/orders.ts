import { BasisTheoryApiError, createClient } from '@tessera/client';
import type { Charge, Order, OrderBook } from './order-book.ts';

export interface OrdersOptions {
  vaultOrigin: string;
  /** Where payments are charged: another company, which is sent the real number. */
  acquirerUrl: string;
  /** Charges accounts. */
  reactorId: string;
  /** Reads cards and accounts masked, and may have the vault send them on. The page is never given this key. */
  serverKey: string;
  book: OrderBook;
}

/** What the shop's server does with tokens. */
export const createOrders = ({
  vaultOrigin,
  serverKey,
  acquirerUrl,
  reactorId,
  book,
}: OrdersOptions) => {
  const vault = createClient({ apiBaseUrl: vaultOrigin, apiKey: serverKey });

  /** The vault puts the card in the place of the braces on the way to the acquirer; it does not come by here. */
  const chargeCard = (tokenId: string): Promise<Charge> =>
    vault.proxy.post<Charge>({
      headers: { 'BT-PROXY-URL': acquirerUrl, 'Idempotency-Key': tokenId },
      path: '/charges',
      body: { amount: 6800, currency: 'EUR', card: `{{ ${tokenId} }}` },
    });

  /** Code of the shop, which runs inside the vault, charges accounts: charge-account.js. */
  const chargeAccount = async (tokenId: string) => {
    const args = {
      bank: `{{ ${tokenId} }}`,
      amount: 6800,
      currency: 'EUR',
      key: tokenId,
    };
    // However often this is tried, the code runs once.
    const once = { idempotencyKey: tokenId };
    const { raw } = await vault.reactors.react(reactorId, { args }, once);
    return raw as Charge;
  };

  return {
    /** POST /orders { "token_id": "…" } */
    async place(tokenId: string) {
      // Only the vault can say what this is, and what of it may be shown: the number
      // in `read.data` is XXXXXXXXXXXX4242.
      const read = await vault.tokens.retrieve(tokenId);
      if (read.type !== 'card' && read.type !== 'bank')
        throw new OrderRefused('Only cards and bank accounts are taken here.');

      // Who asks twice, because the first answer was lost, has still bought once.
      const known = book.ofToken(read.id);
      if (known) return { order: known, read };

      // The price is the server's to name, never the page's.
      const charge =
        read.type === 'card' ? await chargeCard(read.id) : await chargeAccount(read.id);

      const order: Order = {
        id: crypto.randomUUID().slice(0, 8).toUpperCase(),
        token_id: read.id,
        total: 6800,
        currency: 'EUR',
        charge,
        created_at: new Date().toISOString(),
      };
      book.add(order);
      return { order, read };
    },

    /** GET /orders */
    async list() {
      const orders = book.latest(5);
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

/** Said to the page as it is. */
export class OrderRefused extends Error {}

/** In which words a failure is passed on to the page. */
export const problemOf = (error: unknown): { status: number; detail: string } => {
  if (error instanceof OrderRefused) return { status: 422, detail: error.message };
  if (!(error instanceof BasisTheoryApiError))
    return { status: 500, detail: 'The shop failed.' };
  if (error.status === 402) return { status: 402, detail: 'The acquirer declined it.' };
  if (error.status === 404 || error.status === 400)
    return { status: 422, detail: 'The vault has no such card or account.' };
  return { status: 502, detail: 'The shop could not ask its vault about the token.' };
};
