import type { BankValue, CardValue, DateValue, ElementOptions, ElementPartName } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';

/** What can be said of an element of any type. */
type Shared = Pick<
  ElementOptions,
  | 'aria-label'
  | 'colorScheme'
  | 'dir'
  | 'disabled'
  | 'enableCopy'
  | 'inputMode'
  | 'locale'
  | 'nonce'
  | 'readOnly'
  | 'style'
  | 'theme'
  | 'title'
  | 'validateOnChange'
>;

/** An element of one input, and what a page may put into it. */
type OneInput<Value = string> = Shared &
  Pick<ElementOptions, 'targetId'> & {
    /** Shown while the input is empty. */
    readonly placeholder?: string;
    /** `on` (default), `off`, or one token of HTML's autofill vocabulary. */
    readonly autoComplete?: string;
    /** What the page puts in by itself. */
    readonly value?: Value;
  };

/** An element of several inputs: their names in options, and what a page may put into them, by its names on the wire. */
type InParts<Name extends ElementPartName, Value> = Shared &
  Pick<ElementOptions, 'rows'> & {
    /** Shown while an input is empty. */
    readonly placeholder?: Readonly<Partial<Record<Name, string>>>;
    /** `on` (default), `off`, or one token of HTML's autofill vocabulary, for all or for each. */
    readonly autoComplete?: string | Readonly<Partial<Record<Name, string>>>;
    /** What the page puts in by itself. */
    readonly value?: Value;
  };

type OfNumber = Pick<ElementOptions, 'cardTypes' | 'iconPosition' | 'skipLuhnValidation'>;

/** Dots would hide what a mask lets stand. */
type MaskedOrDots =
  | (Pick<ElementOptions, 'mask'> & { readonly password?: false })
  | (Pick<ElementOptions, 'password'> & { readonly mask?: never });

/** The options of each type of element. */
interface OptionsByType {
  card: InParts<'cardNumber' | 'cardExpirationDate' | 'cardSecurityCode', CardValue> & OfNumber;
  cardNumber: OneInput & OfNumber;
  cardExpirationDate: OneInput<string | Required<DateValue>>;
  cardVerificationCode: OneInput & Pick<ElementOptions, 'cardBrand'>;
  text: OneInput & Pick<ElementOptions, 'maxLength' | 'transform' | 'validation'> & MaskedOrDots;
  bankRoutingNumber: OneInput;
  bankAccountNumber: OneInput;
  bank: InParts<'routingNumber' | 'accountNumber', BankValue>;
}

/** What is said once, when an element is created. */
type Fixed = 'enableCopy' | 'targetId' | 'validateOnChange';

type WithoutFixed<Options> = Options extends unknown ? Omit<Options, Fixed> : never;

/** What `createElement` takes for a type of element: `OptionsOf<'cardNumber'>`. */
export type OptionsOf<T extends ElementType = ElementType> = OptionsByType[T];

/** The name of an option that some type has. */
export type OptionName = { [Type in ElementType]: keyof OptionsByType[Type] }[ElementType];

/** What `update` takes for a type of element. */
export type ChangesOf<T extends ElementType = ElementType> = {
  [Type in ElementType]: WithoutFixed<OptionsByType[Type]>;
}[T];
