import { createClient } from '@tessera/client';
import type { OrderBook } from './order-book.ts';
import { OrderRefused } from './orders.ts';

export interface RevealsOptions {
  vaultOrigin: string;
  /** Reads cards in full. Nothing but this file is given it. */
  revealKey: string;
  book: OrderBook;
}

/** Lets pages show cards that were paid with here. */
export const createReveals = ({ vaultOrigin, revealKey, book }: RevealsOptions) => {
  const vault = createClient({ apiBaseUrl: vaultOrigin, apiKey: revealKey });

  return {
    /** POST /reveal { "nonce": "…", "token_id": "…" } */
    async allow(nonce: string, tokenId: string) {
      // A real shop asks here whose card this is, and who is logged in.
      if (!book.ofToken(tokenId)) throw new OrderRefused('This card is not on file.');

      // Good once, for this token, and never for its security code.
      await vault.sessions.authorize({
        nonce,
        tokens: [tokenId],
        permissions: ['token:read'],
      });
      return { allowed: tokenId };
    },
  };
};
