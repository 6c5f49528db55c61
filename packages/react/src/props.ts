import type { ElementType, EventOf, HostedElement, OptionsOf } from '@tessera/js';
import type { ElementFailure, EventType } from '@tessera/js/wrapping';
import type { ReactNode, RefObject } from 'react';
import type { BasisTheoryReact } from './basis-theory-react.ts';

/** The prop for the listener of each event. */
export const handlerNames = {
  ready: 'onReady',
  change: 'onChange',
  focus: 'onFocus',
  blur: 'onBlur',
  keydown: 'onKeyDown',
  click: 'onClick',
  copy: 'onCopy',
  warning: 'onWarning',
  obscured: 'onObscured',
  lost: 'onLost',
} as const satisfies Readonly<Record<EventType, string>>;

/** Listeners of events. Those of the latest render are called. */
export type Handlers = {
  readonly [T in EventType as (typeof handlerNames)[T]]?: ((event: EventOf<T>) => void) | undefined;
};

/** Props of the component itself, besides the options of its element. */
export interface ComponentProps {
  /** The id of the `div` around the frame. It is the element's `targetId` too, unless that is given. */
  readonly id?: string | undefined;
  /** The class of the `div` around the frame, for what the element's own style cannot do, such as a border. */
  readonly className?: string | undefined;
  /** The instance of the SDK. By default that of the provider. */
  readonly bt?: BasisTheoryReact | undefined;
  /** The `ref` of a component of the same type, whose value this component mirrors. Use it with `readOnly`. */
  readonly valueRef?: RefObject<HostedElement | null> | undefined;
  /**
   * Called when something goes wrong with the field. `retry` is there when it could not be mounted, and mounts it again. Without this and
   * without `fallback`, errors are reported to the window, as uncaught ones are.
   */
  readonly onError?: ((error: Error, retry?: () => void) => void) | undefined;
  /** Shown in the place of a field that could not be mounted. */
  readonly fallback?: ReactNode | ((failure: ElementFailure) => ReactNode);
}

type Given<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined };

/**
 * The props of a component: the options of its type of element, listeners of its events, and props of the component itself.
 *
 * @example
 * ```tsx
 * import { CardNumberElement, type ElementProps } from '@tessera/react';
 *
 * const Field = (props: ElementProps<'cardNumber'>) => <CardNumberElement placeholder="Card number" {...props} />;
 * ```
 */
export type ElementProps<T extends ElementType = ElementType> = Given<OptionsOf<T>> & Handlers & ComponentProps;

/**
 * The props of `CardElement`.
 *
 * @example
 * ```tsx
 * import { CardElement, type CardElementProps } from '@tessera/react';
 *
 * const Field = (props: CardElementProps) => <CardElement id="card" {...props} />;
 * ```
 */
export type CardElementProps = ElementProps<'card'>;
/**
 * The props of `CardNumberElement`.
 *
 * @example
 * ```tsx
 * import { CardNumberElement, type CardNumberElementProps } from '@tessera/react';
 *
 * const Field = (props: CardNumberElementProps) => <CardNumberElement id="cardNumber" {...props} />;
 * ```
 */
export type CardNumberElementProps = ElementProps<'cardNumber'>;
/**
 * The props of `CardExpirationDateElement`.
 *
 * @example
 * ```tsx
 * import { CardExpirationDateElement, type CardExpirationDateElementProps } from '@tessera/react';
 *
 * const Field = (props: CardExpirationDateElementProps) => <CardExpirationDateElement id="cardExpirationDate" {...props} />;
 * ```
 */
export type CardExpirationDateElementProps = ElementProps<'cardExpirationDate'>;
/**
 * The props of `CardVerificationCodeElement`.
 *
 * @example
 * ```tsx
 * import { CardVerificationCodeElement, type CardVerificationCodeElementProps } from '@tessera/react';
 *
 * const Field = (props: CardVerificationCodeElementProps) => <CardVerificationCodeElement id="cardVerificationCode" {...props} />;
 * ```
 */
export type CardVerificationCodeElementProps = ElementProps<'cardVerificationCode'>;
/**
 * The props of `BankElement`.
 *
 * @example
 * ```tsx
 * import { BankElement, type BankElementProps } from '@tessera/react';
 *
 * const Field = (props: BankElementProps) => <BankElement id="bank" {...props} />;
 * ```
 */
export type BankElementProps = ElementProps<'bank'>;
/**
 * The props of `BankRoutingNumberElement`.
 *
 * @example
 * ```tsx
 * import { BankRoutingNumberElement, type BankRoutingNumberElementProps } from '@tessera/react';
 *
 * const Field = (props: BankRoutingNumberElementProps) => <BankRoutingNumberElement id="bankRoutingNumber" {...props} />;
 * ```
 */
export type BankRoutingNumberElementProps = ElementProps<'bankRoutingNumber'>;
/**
 * The props of `BankAccountNumberElement`.
 *
 * @example
 * ```tsx
 * import { BankAccountNumberElement, type BankAccountNumberElementProps } from '@tessera/react';
 *
 * const Field = (props: BankAccountNumberElementProps) => <BankAccountNumberElement id="bankAccountNumber" {...props} />;
 * ```
 */
export type BankAccountNumberElementProps = ElementProps<'bankAccountNumber'>;
/**
 * The props of `CardholderNameElement`.
 *
 * @example
 * ```tsx
 * import { CardholderNameElement, type CardholderNameElementProps } from '@tessera/react';
 *
 * const Field = (props: CardholderNameElementProps) => <CardholderNameElement id="cardholderName" {...props} />;
 * ```
 */
export type CardholderNameElementProps = ElementProps<'cardholderName'>;
/**
 * The props of `IbanElement`.
 *
 * @example
 * ```tsx
 * import { IbanElement, type IbanElementProps } from '@tessera/react';
 *
 * const Field = (props: IbanElementProps) => <IbanElement id="iban" {...props} />;
 * ```
 */
export type IbanElementProps = ElementProps<'iban'>;
/**
 * The props of `BicElement`.
 *
 * @example
 * ```tsx
 * import { BicElement, type BicElementProps } from '@tessera/react';
 *
 * const Field = (props: BicElementProps) => <BicElement id="bic" {...props} />;
 * ```
 */
export type BicElementProps = ElementProps<'bic'>;
/**
 * The props of `UkSortCodeElement`.
 *
 * @example
 * ```tsx
 * import { UkSortCodeElement, type UkSortCodeElementProps } from '@tessera/react';
 *
 * const Field = (props: UkSortCodeElementProps) => <UkSortCodeElement id="ukSortCode" {...props} />;
 * ```
 */
export type UkSortCodeElementProps = ElementProps<'ukSortCode'>;
/**
 * The props of `UkAccountNumberElement`.
 *
 * @example
 * ```tsx
 * import { UkAccountNumberElement, type UkAccountNumberElementProps } from '@tessera/react';
 *
 * const Field = (props: UkAccountNumberElementProps) => <UkAccountNumberElement id="ukAccountNumber" {...props} />;
 * ```
 */
export type UkAccountNumberElementProps = ElementProps<'ukAccountNumber'>;
/**
 * The props of `BsbElement`.
 *
 * @example
 * ```tsx
 * import { BsbElement, type BsbElementProps } from '@tessera/react';
 *
 * const Field = (props: BsbElementProps) => <BsbElement id="bsb" {...props} />;
 * ```
 */
export type BsbElementProps = ElementProps<'bsb'>;
/**
 * The props of `PostalCodeElement`.
 *
 * @example
 * ```tsx
 * import { PostalCodeElement, type PostalCodeElementProps } from '@tessera/react';
 *
 * const Field = (props: PostalCodeElementProps) => <PostalCodeElement id="postalCode" {...props} />;
 * ```
 */
export type PostalCodeElementProps = ElementProps<'postalCode'>;
/**
 * The props of `TextElement`.
 *
 * @example
 * ```tsx
 * import { TextElement, type TextElementProps } from '@tessera/react';
 *
 * const Field = (props: TextElementProps) => <TextElement id="text" {...props} />;
 * ```
 */
export type TextElementProps = ElementProps<'text'>;

/** What of the latest render an element's events are for. */
export interface Hearing extends Handlers, Pick<ComponentProps, 'valueRef' | 'onError'> {
  /** Whether there is something to show in the place of a field that could not be mounted. */
  readonly isCovered: boolean;
}

const handlerProps: ReadonlySet<string> = new Set(Object.values(handlerNames));

/** Splits the props of a component. Options that are `undefined` are left out. */
export const partsOf = ({ id, className, bt, valueRef, onError, fallback, ...props }: ElementProps) => {
  const given = Object.entries({ targetId: id, ...props }).filter(([, value]) => value !== undefined);
  return {
    ...{ id, className, bt, fallback },
    handlers: { ...props, valueRef, onError, isCovered: fallback !== undefined } as Hearing,
    options: Object.fromEntries(given.filter(([name]) => !handlerProps.has(name))) as OptionsOf,
  };
};
