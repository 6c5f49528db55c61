import type { BankValue, CardValue, DateValue, ElementOptions, ElementPartName } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';

/** What can be said of an element of any type. */
type Shared = Pick<
  ElementOptions,
  | 'aria-label'
  | 'ariaDescription'
  | 'colorScheme'
  | 'copyIconStyles'
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

type OfNumber = Pick<
  ElementOptions,
  'binLookup' | 'cardTypes' | 'coBadgedSupport' | 'iconPosition' | 'preSelectedNetworks' | 'skipLuhnValidation'
>;

type OfDate = Pick<ElementOptions, 'maxElapsedExpirationYear' | 'showSpacing'>;

/** Dots would hide what a mask lets stand. */
type MaskedOrDots =
  | (Pick<ElementOptions, 'mask'> & { readonly password?: false })
  | (Pick<ElementOptions, 'password'> & { readonly mask?: never });

/** The options of each type of element. */
interface OptionsByType {
  card: InParts<'cardNumber' | 'cardExpirationDate' | 'cardSecurityCode', CardValue> & OfNumber & OfDate;
  cardNumber: OneInput & OfNumber;
  cardExpirationDate: OneInput<string | Required<DateValue>> & OfDate;
  cardVerificationCode: OneInput & Pick<ElementOptions, 'cardBrand'>;
  text: OneInput & Pick<ElementOptions, 'maxLength' | 'transform' | 'validation'> & MaskedOrDots;
  bankRoutingNumber: OneInput;
  bankAccountNumber: OneInput;
  cardholderName: OneInput;
  iban: OneInput;
  bic: OneInput;
  ukSortCode: OneInput;
  ukAccountNumber: OneInput;
  bsb: OneInput;
  postalCode: OneInput;
  bank: InParts<'routingNumber' | 'accountNumber', BankValue>;
}

/** Options that are fixed at creation. */
type Fixed = 'enableCopy' | 'targetId' | 'validateOnChange';

type WithoutFixed<Options> = Options extends unknown ? Omit<Options, Fixed> : never;

/**
 * The options of `createElement` for a type of element.
 *
 * @example
 * ```ts
 * import type { OptionsOf } from '@tessera/elements';
 *
 * const options: OptionsOf<'cardNumber'> = { placeholder: 'Card number', iconPosition: 'right' };
 * ```
 */
export type OptionsOf<T extends ElementType = ElementType> = OptionsByType[T];

/**
 * The name of an option of any type of element.
 *
 * @example
 * ```ts
 * import type { OptionName } from '@tessera/elements';
 *
 * const names: OptionName[] = ['placeholder', 'disabled'];
 * ```
 */
export type OptionName = { [Type in ElementType]: keyof OptionsByType[Type] }[ElementType];

/**
 * The options that `update` takes for a type of element: all that are not fixed at creation.
 *
 * @example
 * ```ts
 * import type { ChangesOf } from '@tessera/elements';
 *
 * const changes: ChangesOf<'card'> = { disabled: true };
 * ```
 */
export type ChangesOf<T extends ElementType = ElementType> = {
  [Type in ElementType]: WithoutFixed<OptionsByType[Type]>;
}[T];
