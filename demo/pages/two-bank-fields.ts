import { BasisTheory } from '@tessera/js';
import { fieldStyle } from './field-style.ts';
import type { PaymentFields, ShopConfig } from './payment-form.ts';

/** Two frames, one for each number of a bank account. */
export const twoBankFields = async (shop: ShopConfig): Promise<PaymentFields> => {
  const bt = await new BasisTheory().init(shop.elementsKey, {
    apiBaseUrl: shop.vaultOrigin,
    elements: true,
  });

  const style = fieldStyle();
  const routing = bt.createElement('bankRoutingNumber', {
    targetId: 'routingNumber',
    style,
  });
  const account = bt.createElement('bankAccountNumber', {
    targetId: 'accountNumber',
    style,
  });
  await Promise.all([
    routing.mount('#routing-number'),
    account.mount('#account-number'),
  ]);

  return {
    elements: { routingNumber: routing, accountNumber: account },
    // The elements stand where values would, and only there: an account number that
    // is asked for anywhere else is refused before anything is sent.
    tokenize: () =>
      bt.tokens.create({
        type: 'bank',
        data: { routing_number: routing, account_number: account },
      }),
  };
};
