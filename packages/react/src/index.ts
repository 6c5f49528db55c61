'use client';

// A program that uses React needs one package alone, so this one has the types of the SDK too.
export type * from '@tessera/js';
export {
  AMERICAN_EXPRESS,
  BasisTheoryApiError,
  BasisTheoryValidationError,
  DEFAULT_CARD_TYPES,
  DINERS_CLUB,
  DISCOVER,
  ELO,
  HIPER,
  HIPERCARD,
  JCB,
  MAESTRO,
  MASTERCARD,
  MIR,
  UNION_PAY,
  VISA,
} from '@tessera/js';
export type { ElementFailure } from '@tessera/js/wrapping';
export { BasisTheoryProvider, type BasisTheoryProviderProps } from './basis-theory-provider.ts';
export { BasisTheoryReact } from './basis-theory-react.ts';
export * from './components.ts';
export type { ElementComponent } from './create-element-component.ts';
export { EarlyFrame, type EarlyFrameProps } from './early-frame.ts';
export type {
  BankAccountNumberElementProps,
  BankElementProps,
  BankRoutingNumberElementProps,
  BicElementProps,
  BsbElementProps,
  CardElementProps,
  CardExpirationDateElementProps,
  CardholderNameElementProps,
  CardNumberElementProps,
  CardVerificationCodeElementProps,
  ElementProps,
  IbanElementProps,
  PostalCodeElementProps,
  TextElementProps,
  UkAccountNumberElementProps,
  UkSortCodeElementProps,
} from './props.ts';
export { type BasisTheoryState, useBasisTheory } from './use-basis-theory.ts';
