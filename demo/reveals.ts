import { createClient } from '@tessera/client';
import type { OrderBook } from './order-book.ts';
import { OrderRefused } from './orders.ts';

export interface RevealsOptions {
  vaultOrigin: string;
  /** Reads cards in full. No other file gets this key. */
  revealKey: string;
  book: OrderBook;
}

/** Allows pages to show cards that paid for an order here. */
export const createReveals = ({ vaultOrigin, revealKey, book }: RevealsOptions) => {
  const vault = createClient({ apiBaseUrl: vaultOrigin, apiKey: revealKey });

  return {
    /** POST /reveal { "nonce": "…", "token_id": "…" } */
    async allow(nonce: string, tokenId: string) {
      // A real shop checks here that the card belongs to the customer who is logged in.
      if (!book.ofToken(tokenId)) throw new OrderRefused('This card is not on file.');

      // Valid once, for this token, and never for its security code.
      await vault.sessions.authorize({
        nonce,
        tokens: [tokenId],
        permissions: ['token:read'],
      });
      return { allowed: tokenId };
    },
  };
};
