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
 * The name on a card.
 *
 * @example
 * ```ts
 * import { CardholderNameElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(CardholderNameElement, { id: 'cardholderName', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const CardholderNameElement: ElementComponent<'cardholderName'> = /* @__PURE__ */ createElementComponent(
  'CardholderNameElement',
  'cardholderName',
);

/**
 * An International Bank Account Number (ISO 13616).
 *
 * @example
 * ```ts
 * import { IbanElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(IbanElement, { id: 'iban', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const IbanElement: ElementComponent<'iban'> = /* @__PURE__ */ createElementComponent('IbanElement', 'iban');

/**
 * A Business Identifier Code of a bank (ISO 9362).
 *
 * @example
 * ```ts
 * import { BicElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(BicElement, { id: 'bic', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const BicElement: ElementComponent<'bic'> = /* @__PURE__ */ createElementComponent('BicElement', 'bic');

/**
 * The sort code of a bank branch in the United Kingdom.
 *
 * @example
 * ```ts
 * import { UkSortCodeElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(UkSortCodeElement, { id: 'ukSortCode', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const UkSortCodeElement: ElementComponent<'ukSortCode'> = /* @__PURE__ */ createElementComponent(
  'UkSortCodeElement',
  'ukSortCode',
);

/**
 * The number of a bank account in the United Kingdom.
 *
 * @example
 * ```ts
 * import { UkAccountNumberElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(UkAccountNumberElement, { id: 'ukAccountNumber', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const UkAccountNumberElement: ElementComponent<'ukAccountNumber'> = /* @__PURE__ */ createElementComponent(
  'UkAccountNumberElement',
  'ukAccountNumber',
);

/**
 * The Bank State Branch number of a bank account in Australia.
 *
 * @example
 * ```ts
 * import { BsbElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(BsbElement, { id: 'bsb', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const BsbElement: ElementComponent<'bsb'> = /* @__PURE__ */ createElementComponent('BsbElement', 'bsb');

/**
 * A postal code of any country.
 *
 * @example
 * ```ts
 * import { PostalCodeElement } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = () => h(PostalCodeElement, { id: 'postalCode', onChange: ({ complete }) => console.log(complete) });
 * ```
 */
export const PostalCodeElement: ElementComponent<'postalCode'> = /* @__PURE__ */ createElementComponent(
  'PostalCodeElement',
  'postalCode',
);

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
