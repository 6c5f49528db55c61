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

/** Any text. */
export const TextElement: ElementComponent = /* @__PURE__ */ createElementComponent('TextElement', 'text');
