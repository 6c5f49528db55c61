import { BasisTheory, type CardData } from '@tessera/js';
import { fieldStyle } from './field-style.ts';
import type { ShopConfig } from './payment-form.ts';

/** Two fields in which a card on file can be shown, and copied from. */
export const revealCard = async (shop: ShopConfig) => {
  const bt = await new BasisTheory().init(shop.elementsKey, {
    apiBaseUrl: shop.vaultOrigin,
    elements: true,
  });

  const style = fieldStyle();
  const number = bt.createElement('cardNumber', {
    style,
    enableCopy: true,
    // Beside the button, a mark would leave too little of 320 pixels for a number.
    iconPosition: 'none',
  });
  const expiry = bt.createElement('cardExpirationDate', { style });
  await Promise.all([number.mount('#shown-number'), expiry.mount('#shown-expiry')]);

  return {
    elements: { number, expiry },

    async show(tokenId: string) {
      // The session's key stays in a hidden frame. The page is given a nonce. It
      // opens nothing until the shop's server says for which token it may.
      const { nonce } = await bt.sessions.create();
      await allow(nonce, tokenId);

      // What comes back stands for the values. Only frames can look behind it.
      const { data } = await bt.tokens.retrieve(tokenId);
      const card = data as CardData;
      await number.setValue(card.number);
      await expiry.setValue({
        month: card.expiration_month,
        year: card.expiration_year,
      });
    },

    hide() {
      number.clear();
      expiry.clear();
    },
  };
};

/** A real shop looks at who is logged in before it answers this. */
const allow = async (nonce: string, tokenId: string) => {
  const answer = await fetch('/reveal', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ nonce, token_id: tokenId }),
  });
  const { detail } = await answer.json();
  if (!answer.ok) throw new Error(detail);
};
