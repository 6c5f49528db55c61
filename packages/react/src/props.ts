import type { ElementType, EventOf, HostedElement, OptionsOf } from '@tessera/js';
import type { EventType } from '@tessera/js/wrapping';
import type { RefObject } from 'react';
import type { BasisTheoryReact } from './basis-theory-react.ts';

/** The prop that hears an event. */
export const handlerNames = {
  ready: 'onReady',
  change: 'onChange',
  focus: 'onFocus',
  blur: 'onBlur',
  keydown: 'onKeyDown',
  click: 'onClick',
  warning: 'onWarning',
  obscured: 'onObscured',
} as const satisfies Readonly<Record<EventType, string>>;

/** Listeners, called as they are in the latest render. */
export type Handlers = {
  readonly [T in EventType as (typeof handlerNames)[T]]?: ((event: EventOf<T>) => void) | undefined;
};

/** What is said of the component and not of the element in it. */
export interface ComponentProps {
  /** The id of the `div` around the frame. It is the element's `targetId` too, unless that is given. */
  readonly id?: string | undefined;
  /** The class of the `div` around the frame: what a frame cannot be styled with, such as a border. */
  readonly className?: string | undefined;
  /** The SDK; by default that of the provider. */
  readonly bt?: BasisTheoryReact | undefined;
  /** The `ref` of a component of the same type, whose value is shown here too. This one is to be looked at alone: `readOnly`. */
  readonly valueRef?: RefObject<HostedElement | null> | undefined;
}

type Given<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined };

/** Every option of a type of element, every event, and where it stands. */
export type ElementProps<T extends ElementType = ElementType> = Given<OptionsOf<T>> & Handlers & ComponentProps;

/* By the names that code for this API uses. */
export type CardElementProps = ElementProps<'card'>;
export type CardNumberElementProps = ElementProps<'cardNumber'>;
export type CardExpirationDateElementProps = ElementProps<'cardExpirationDate'>;
export type CardVerificationCodeElementProps = ElementProps<'cardVerificationCode'>;
export type BankElementProps = ElementProps<'bank'>;
export type BankRoutingNumberElementProps = ElementProps<'bankRoutingNumber'>;
export type BankAccountNumberElementProps = ElementProps<'bankAccountNumber'>;
export type TextElementProps = ElementProps<'text'>;

const handlerProps: ReadonlySet<string> = new Set(Object.values(handlerNames));

/** Takes the props of a component apart; of options, those that are given. */
export const partsOf = ({ id, className, bt, valueRef, ...props }: ElementProps) => {
  const given = Object.entries({ targetId: id, ...props }).filter(([, value]) => value !== undefined);
  return {
    ...{ id, className, bt },
    handlers: { ...props, valueRef } as Handlers & Pick<ComponentProps, 'valueRef'>,
    options: Object.fromEntries(given.filter(([name]) => !handlerProps.has(name))) as OptionsOf,
  };
};
