import { createElementComponent, type ElementComponent } from './create-element-component.ts';

/**
 * Number, expiration date and security code of a card in one frame.
 *
 * @example
 * ```ts
 * import { CardElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(CardElement, { id: 'card', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const CardElement: ElementComponent<'card'> = /* @__PURE__ */ createElementComponent('CardElement', 'card');

/**
 * A card number.
 *
 * @example
 * ```ts
 * import { CardNumberElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(CardNumberElement, { id: 'cardNumber', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const CardNumberElement: ElementComponent<'cardNumber'> = /* @__PURE__ */ createElementComponent(
  'CardNumberElement',
  'cardNumber',
);

/**
 * The month and year in which a card expires.
 *
 * @example
 * ```ts
 * import { CardExpirationDateElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(CardExpirationDateElement, { id: 'cardExpirationDate', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const CardExpirationDateElement: ElementComponent<'cardExpirationDate'> = /* @__PURE__ */ createElementComponent(
  'CardExpirationDateElement',
  'cardExpirationDate',
);

/**
 * A card's security code.
 *
 * @example
 * ```ts
 * import { CardVerificationCodeElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(CardVerificationCodeElement, { id: 'cardVerificationCode', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const CardVerificationCodeElement: ElementComponent<'cardVerificationCode'> =
  /* @__PURE__ */ createElementComponent('CardVerificationCodeElement', 'cardVerificationCode');

/**
 * The routing number of a bank in the United States.
 *
 * @example
 * ```ts
 * import { BankRoutingNumberElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(BankRoutingNumberElement, { id: 'bankRoutingNumber', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const BankRoutingNumberElement: ElementComponent<'bankRoutingNumber'> = /* @__PURE__ */ createElementComponent(
  'BankRoutingNumberElement',
  'bankRoutingNumber',
);

/**
 * The number of a bank account.
 *
 * @example
 * ```ts
 * import { BankAccountNumberElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(BankAccountNumberElement, { id: 'bankAccountNumber', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const BankAccountNumberElement: ElementComponent<'bankAccountNumber'> = /* @__PURE__ */ createElementComponent(
  'BankAccountNumberElement',
  'bankAccountNumber',
);

/**
 * Routing and account number in one frame.
 *
 * @example
 * ```ts
 * import { BankElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(BankElement, { id: 'bank', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const BankElement: ElementComponent<'bank'> = /* @__PURE__ */ createElementComponent('BankElement', 'bank');

/**
 * Any text.
 *
 * @example
 * ```ts
 * import { TextElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(TextElement, { id: 'text', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const TextElement: ElementComponent<'text'> = /* @__PURE__ */ createElementComponent('TextElement', 'text');
