import { createElementComponent, type ElementComponent } from './create-element-component.ts';

/** Number, expiration date and security code of a card in one frame. */
export const CardElement: ElementComponent = /* @__PURE__ */ createElementComponent('CardElement', 'card');

/** A card number. */
export const CardNumberElement: ElementComponent = /* @__PURE__ */ createElementComponent(
  'CardNumberElement',
  'cardNumber',
);

/** The month and year in which a card expires. */
export const CardExpirationDateElement: ElementComponent = /* @__PURE__ */ createElementComponent(
  'CardExpirationDateElement',
  'cardExpirationDate',
);

/** A card's security code. */
export const CardVerificationCodeElement: ElementComponent = /* @__PURE__ */ createElementComponent(
  'CardVerificationCodeElement',
  'cardVerificationCode',
);

/** The routing number of a bank in the United States. */
export const BankRoutingNumberElement: ElementComponent = /* @__PURE__ */ createElementComponent(
  'BankRoutingNumberElement',
  'bankRoutingNumber',
);

/** The number of a bank account. */
export const BankAccountNumberElement: ElementComponent = /* @__PURE__ */ createElementComponent(
  'BankAccountNumberElement',
  'bankAccountNumber',
);

/** Routing and account number in one frame. */
export const BankElement: ElementComponent = /* @__PURE__ */ createElementComponent('BankElement', 'bank');

/** Any text. */
export const TextElement: ElementComponent = /* @__PURE__ */ createElementComponent('TextElement', 'text');
