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
 * The name on a card.
 *
 * @example
 * ```tsx
 * import { CardholderNameElement } from '@tessera/react';
 *
 * const Field = () => <CardholderNameElement id="cardholderName" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { IbanElement } from '@tessera/react';
 *
 * const Field = () => <IbanElement id="iban" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const IbanElement: ElementComponent<'iban'> = /* @__PURE__ */ createElementComponent('IbanElement', 'iban');

/**
 * A Business Identifier Code of a bank (ISO 9362).
 *
 * @example
 * ```tsx
 * import { BicElement } from '@tessera/react';
 *
 * const Field = () => <BicElement id="bic" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const BicElement: ElementComponent<'bic'> = /* @__PURE__ */ createElementComponent('BicElement', 'bic');

/**
 * The sort code of a bank branch in the United Kingdom.
 *
 * @example
 * ```tsx
 * import { UkSortCodeElement } from '@tessera/react';
 *
 * const Field = () => <UkSortCodeElement id="ukSortCode" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { UkAccountNumberElement } from '@tessera/react';
 *
 * const Field = () => <UkAccountNumberElement id="ukAccountNumber" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { BsbElement } from '@tessera/react';
 *
 * const Field = () => <BsbElement id="bsb" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const BsbElement: ElementComponent<'bsb'> = /* @__PURE__ */ createElementComponent('BsbElement', 'bsb');

/**
 * A postal code of any country.
 *
 * @example
 * ```tsx
 * import { PostalCodeElement } from '@tessera/react';
 *
 * const Field = () => <PostalCodeElement id="postalCode" onChange={({ complete }) => console.log(complete)} />;
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
 * ```tsx
 * import { TextElement } from '@tessera/react';
 *
 * const Field = () => <TextElement id="text" onChange={({ complete }) => console.log(complete)} />;
 * ```
 */
export const TextElement: ElementComponent<'text'> = /* @__PURE__ */ createElementComponent('TextElement', 'text');
