import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What the acquirer answered. It received the card number; the shop gets only this. */
export type Charge = {
  id: string;
  status: string;
  received: string;
};

/** All that the shop keeps of a payment: no card, and no part of one. */
export interface Order {
  id: string;
  token_id: string;
  /** The page's name for this payment; it says the same when it asks again, because an answer was lost. */
  attempt?: string;
  /** In cents. */
  total: number;
  currency: string;
  charge: Charge;
  created_at: string;
}

/** Orders in a JSON file, newest first. */
export const openOrderBook = (file: string) => {
  let orders: readonly Order[] = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : [];

  return {
    latest: (count: number): readonly Order[] => orders.slice(0, count),
    ofToken: (tokenId: string): Order | undefined =>
      orders.find(({ token_id }) => token_id === tokenId),
    ofAttempt: (attempt: string): Order | undefined =>
      orders.find((order) => (order.attempt ?? order.token_id) === attempt),
    add(order: Order) {
      orders = [order, ...orders];
      writeFileSync(`${file}.new`, JSON.stringify(orders), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
};

export type OrderBook = ReturnType<typeof openOrderBook>;
