import { createElementComponent, type ElementComponent } from './create-element-component.ts';

/**
 * Number, expiration date and security code of a card in one frame.
 *
 * @example
 * ```tsx
 * import { CardElement } from '@tessera/react';
 *
 * const Field = () => <CardElement id="card" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const CardElement: ElementComponent<'card'> = /* @__PURE__ */ createElementComponent('CardElement', 'card');

/**
 * A card number.
 *
 * @example
 * ```tsx
 * import { CardNumberElement } from '@tessera/react';
 *
 * const Field = () => <CardNumberElement id="cardNumber" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { CardExpirationDateElement } from '@tessera/react';
 *
 * const Field = () => <CardExpirationDateElement id="cardExpirationDate" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { CardVerificationCodeElement } from '@tessera/react';
 *
 * const Field = () => <CardVerificationCodeElement id="cardVerificationCode" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const CardVerificationCodeElement: ElementComponent<'cardVerificationCode'> =
  /* @__PURE__ */ createElementComponent('CardVerificationCodeElement', 'cardVerificationCode');

/**
 * The routing number of a bank in the United States.
 *
 * @example
 * ```tsx
 * import { BankRoutingNumberElement } from '@tessera/react';
 *
 * const Field = () => <BankRoutingNumberElement id="bankRoutingNumber" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { BankAccountNumberElement } from '@tessera/react';
 *
 * const Field = () => <BankAccountNumberElement id="bankAccountNumber" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { BankElement } from '@tessera/react';
 *
 * const Field = () => <BankElement id="bank" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const BankElement: ElementComponent<'bank'> = /* @__PURE__ */ createElementComponent('BankElement', 'bank');

/**
 * Any text.
 *
 * @example
 * ```tsx
 * import { TextElement } from '@tessera/react';
 *
 * const Field = () => <TextElement id="text" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const TextElement: ElementComponent<'text'> = /* @__PURE__ */ createElementComponent('TextElement', 'text');
