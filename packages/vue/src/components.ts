import { createElementComponent, type ElementComponent } from './create-element-component.ts';

/** Number, expiration date and security code of a card in one frame. */
export const CardElement: ElementComponent<'card'> = /* @__PURE__ */ createElementComponent('CardElement', 'card');

/** A card number. */
export const CardNumberElement: ElementComponent<'cardNumber'> = /* @__PURE__ */ createElementComponent(
  'CardNumberElement',
  'cardNumber',
);

/** The month and year in which a card expires. */
export const CardExpirationDateElement: ElementComponent<'cardExpirationDate'> = /* @__PURE__ */ createElementComponent(
  'CardExpirationDateElement',
  'cardExpirationDate',
);

/** A card's security code. */
export const CardVerificationCodeElement: ElementComponent<'cardVerificationCode'> =
  /* @__PURE__ */ createElementComponent('CardVerificationCodeElement', 'cardVerificationCode');

/** The routing number of a bank in the United States. */
export const BankRoutingNumberElement: ElementComponent<'bankRoutingNumber'> = /* @__PURE__ */ createElementComponent(
  'BankRoutingNumberElement',
  'bankRoutingNumber',
);

/** The number of a bank account. */
export const BankAccountNumberElement: ElementComponent<'bankAccountNumber'> = /* @__PURE__ */ createElementComponent(
  'BankAccountNumberElement',
  'bankAccountNumber',
);

/** Routing and account number in one frame. */
export const BankElement: ElementComponent<'bank'> = /* @__PURE__ */ createElementComponent('BankElement', 'bank');

/** Any text. */
export const TextElement: ElementComponent<'text'> = /* @__PURE__ */ createElementComponent('TextElement', 'text');
