import { BasisTheory } from '@tessera/js';
import { fieldStyle } from './field-style.ts';
import type { PaymentFields, ShopConfig } from './payment-form.ts';

/** One frame with number, expiry and code in a row: the quickest to load. */
export const oneField = async (shop: ShopConfig): Promise<PaymentFields> => {
  const bt = await new BasisTheory().init(shop.elementsKey, {
    apiBaseUrl: shop.vaultOrigin,
    elements: true,
  });

  const card = bt.createElement('card', { style: fieldStyle() });
  await card.mount('#card');

  return {
    elements: { card },
    // The element stands where the card would. It is filled in inside the frame,
    // which sends the card to the vault itself; it never passes through this page.
    tokenize: () =>
      bt.tokens.create({
        type: 'card',
        data: card,
        // What a list of saved cards shows. A masked number does not tell the brand.
        metadata: { brand: card.cardMetadata.cardBrand ?? 'unknown' },
      }),
  };
};
