import { BasisTheory } from '@tessera/js';
import { fieldStyle } from './field-style.ts';
import type { CardFields, ShopConfig } from './payment-form.ts';

/** Three frames, one for each field, to be laid out as the page likes. */
export const threeFields = async ({
  elementsKey,
  vaultOrigin,
}: ShopConfig): Promise<CardFields> => {
  const bt = await new BasisTheory().init(elementsKey, {
    apiBaseUrl: vaultOrigin,
    elements: true,
  });

  const style = fieldStyle();
  const number = bt.createElement('cardNumber', {
    targetId: 'cardNumber',
    placeholder: '1234 1234 1234 1234',
    style,
  });
  const expiry = bt.createElement('cardExpirationDate', {
    targetId: 'expirationDate',
    placeholder: 'MM/YY',
    style,
  });
  const cvc = bt.createElement('cardVerificationCode', {
    targetId: 'cvc',
    placeholder: '123',
    style,
  });

  // American Express has four digits where others have three; only the number knows which card this is.
  number.on('change', ({ cardBrand }) => {
    if (cardBrand) void cvc.update({ cardBrand });
  });

  await Promise.all([
    number.mount('#card-number'),
    expiry.mount('#expiration-date'),
    cvc.mount('#cvc'),
  ]);

  return {
    elements: { cardNumber: number, expirationDate: expiry, cvc },
    // The elements stand where values would. They are filled in inside the frame, never here.
    tokenize: () =>
      bt.tokens.create({
        type: 'card',
        data: {
          number,
          expiration_month: expiry.month(),
          expiration_year: expiry.year(),
          cvc,
        },
      }),
  };
};
