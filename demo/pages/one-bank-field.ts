import { BasisTheory } from '@tessera/js';
import { fieldStyle } from './field-style.ts';
import type { PaymentFields, ShopConfig } from './payment-form.ts';

/** One frame with both numbers in a row: the quickest to load. */
export const oneBankField = async (shop: ShopConfig): Promise<PaymentFields> => {
  const bt = await new BasisTheory().init(shop.elementsKey, {
    apiBaseUrl: shop.vaultOrigin,
    elements: true,
  });

  const bank = bt.createElement('bank', { style: fieldStyle() });
  await bank.mount('#bank');

  return {
    elements: { bank },
    tokenize: () => bt.tokens.create({ type: 'bank', data: bank }),
  };
};
