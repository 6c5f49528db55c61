import { BasisTheoryApiError, createClient } from '@tessera/client';
import type { Charge, Order, OrderBook } from './order-book.ts';

export interface OrdersOptions {
  vaultOrigin: string;
  /** The acquirer: another company, which receives the real card number. */
  acquirerUrl: string;
  /** The reactor that charges bank accounts. */
  reactorId: string;
  /** Reads cards and accounts masked, and may use them in calls of the vault's proxy and reactors. Pages never get this key. */
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

  /** The vault replaces the braces by the card on the way to the acquirer. The card never passes through this server. */
  const chargeCard = (tokenId: string, attempt: string): Promise<Charge> =>
    vault.proxy.post<Charge>({
      headers: { 'BT-PROXY-URL': acquirerUrl, 'Idempotency-Key': attempt },
      path: '/charges',
      body: { amount: 6800, currency: 'EUR', card: `{{ ${tokenId} }}` },
    });

  /** Charges a bank account with the shop's own code, which runs inside the vault: charge-account.js. */
  const chargeAccount = async (tokenId: string, attempt: string) => {
    const args = {
      bank: `{{ ${tokenId} }}`,
      amount: 6800,
      currency: 'EUR',
      key: attempt,
    };
    // The idempotency key makes the vault run the code once, however often this is retried.
    const once = { idempotencyKey: attempt };
    const { raw } = await vault.reactors.react(reactorId, { args }, once);
    return raw as Charge;
  };

  return {
    /** POST /orders { "token_id": "…", "attempt": "…" }. A new token needs no attempt: it is paid with once. */
    async place(tokenId: string, attempt: string = tokenId) {
      // The vault says what kind of token this is, and masks its data: the number in
      // `read.data` is XXXXXXXXXXXX4242.
      const read = await vault.tokens.retrieve(tokenId);
      if (read.type !== 'card' && read.type !== 'bank')
        throw new OrderRefused('Only cards and bank accounts are taken here.');

      // A page that asks again, because the first answer was lost, gets the same order.
      const known = book.ofAttempt(attempt);
      if (known?.token_id === read.id) return { order: known, read };

      // The server sets the price. A page could send any.
      const charge =
        read.type === 'card'
          ? await chargeCard(read.id, attempt)
          : await chargeAccount(read.id, attempt);

      const order: Order = {
        id: crypto.randomUUID().slice(0, 8).toUpperCase(),
        token_id: read.id,
        attempt,
        total: 6800,
        currency: 'EUR',
        charge,
        created_at: new Date().toISOString(),
      };
      book.add(order);
      return { order, read };
    },

    /** GET /cards: the cards that were paid with, each once, however many tokens stand for it. */
    async cards() {
      const ids = new Set(book.latest(40).map(({ token_id }) => token_id));
      if (ids.size === 0) return [];
      const { data } = await vault.tokens.list({
        id: [...ids],
        type: 'card',
        size: 40,
      });
      const cards = new Map<string, (typeof data)[number]>();
      // Tokens of one card have the same fingerprint. The newest comes first, and stays.
      for (const token of data) {
        const card = token.fingerprint ?? token.id;
        if (!cards.has(card)) cards.set(card, token);
      }
      return [...cards.values()];
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

/** An error whose message the page may show. */
export class OrderRefused extends Error {}

/** The status and the sentence that a page gets for an error. */
export const problemOf = (error: unknown): { status: number; detail: string } => {
  if (error instanceof OrderRefused) return { status: 422, detail: error.message };
  if (!(error instanceof BasisTheoryApiError))
    return { status: 500, detail: 'The shop failed.' };
  if (error.status === 402) return { status: 402, detail: 'The acquirer declined it.' };
  if (error.status === 404 || error.status === 400)
    return { status: 422, detail: 'The vault has no such card or account.' };
  return { status: 502, detail: 'The shop could not ask its vault about the token.' };
};
