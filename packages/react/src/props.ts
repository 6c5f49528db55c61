import type { ElementType, EventOf, HostedElement, OptionsOf } from '@tessera/js';
import type { EventType } from '@tessera/js/wrapping';
import type { RefObject } from 'react';
import type { BasisTheoryReact } from './basis-theory-react.ts';

/** The prop for the listener of each event. */
export const handlerNames = {
  ready: 'onReady',
  change: 'onChange',
  focus: 'onFocus',
  blur: 'onBlur',
  keydown: 'onKeyDown',
  click: 'onClick',
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

const handlerProps: ReadonlySet<string> = new Set(Object.values(handlerNames));

/** Splits the props of a component. Options that are `undefined` are left out. */
export const partsOf = ({ id, className, bt, valueRef, ...props }: ElementProps) => {
  const given = Object.entries({ targetId: id, ...props }).filter(([, value]) => value !== undefined);
  return {
    ...{ id, className, bt },
    handlers: { ...props, valueRef } as Handlers & Pick<ComponentProps, 'valueRef'>,
    options: Object.fromEntries(given.filter(([name]) => !handlerProps.has(name))) as OptionsOf,
  };
};
