import { BasisTheory } from '@tessera/js';
import { fieldStyle } from './field-style.ts';
import type { PaymentFields, ShopConfig } from './payment-form.ts';

/** Three frames, one for each field, to be laid out as the page likes. */
export const threeFields = async (shop: ShopConfig): Promise<PaymentFields> => {
  const bt = await new BasisTheory().init(shop.elementsKey, {
    apiBaseUrl: shop.vaultOrigin,
    elements: true,
  });

  const style = fieldStyle();
  const number = bt.createElement('cardNumber', { targetId: 'cardNumber', style });
  const expiry = bt.createElement('cardExpirationDate', {
    targetId: 'expirationDate',
    style,
  });
  // It learns from the number that American Express has four digits.
  const cvc = bt.createElement('cardVerificationCode', { targetId: 'cvc', style });

  await Promise.all([
    number.mount('#card-number'),
    expiry.mount('#expiration-date'),
    cvc.mount('#cvc'),
  ]);

  return {
    elements: { cardNumber: number, expirationDate: expiry, cvc },
    // The elements stand where values would. They are filled in inside the frame,
    // which sends the card to the vault itself; it never passes through this page.
    tokenize: () =>
      bt.tokens.create({
        type: 'card',
        data: {
          number,
          expiration_month: expiry.month(),
          expiration_year: expiry.year(),
          cvc,
        },
        // What a list of saved cards shows. A masked number does not tell the brand.
        metadata: { brand: number.cardMetadata.cardBrand ?? 'unknown' },
      }),
  };
};
