/* What a page may say about an element. None of it is a value that a customer typed. */

/** The name of the first option that cannot be sent to a frame, such as a function or a node of the document. */
export const unsendable = (options: object): string | undefined => {
  for (const [name, value] of Object.entries(options)) {
    try {
      structuredClone(value);
    } catch {
      return name;
    }
  }
  return undefined;
};

/** The parts of a one-frame card or bank account, by the names that options use for them. */
export type ElementPartName =
  | 'cardNumber'
  | 'cardExpirationDate'
  | 'cardSecurityCode'
  | 'routingNumber'
  | 'accountNumber';

/** CSS properties in camel case, and nested rules under an allowed pseudo selector (`:hover`, `::placeholder` …). */
export interface StyleRules {
  readonly [propertyOrSelector: string]: string | number | StyleRules;
}

/** A font for `fontFamily`. A frame fetches it at once, or not at all: what is typed decides nothing about that. */
export interface FontSource {
  /** One name, as `fontFamily` has it. */
  readonly family: string;
  /**
   * The file (WOFF2, WOFF, TrueType or OpenType), a megabyte at most for all together, or its address on an origin that the
   * operator allows.
   */
  readonly src: ArrayBuffer | string;
  /** 1 to 1000, `normal`, `bold`, or two of them for the range of a variable font; `normal` by default. */
  readonly weight?: number | string;
  readonly style?: 'normal' | 'italic' | 'oblique';
}

/** Looks of a field: `base` always applies, the other three on top of it by the state of each input. */
export interface ElementStyle {
  /** Twelve at most. Addresses of style sheets, as other SDKs take them, are told by a `warning`. */
  readonly fonts?: readonly (FontSource | string)[];
  readonly base?: StyleRules;
  readonly complete?: StyleRules;
  readonly invalid?: StyleRules;
  readonly empty?: StyleRules;
}

/**
 * The looks that most pages need, in one flat record; `style` wins over it. A page may write the same as CSS custom properties
 * around the element: `--tessera-placeholder-color`.
 */
export interface Theme {
  readonly color?: string;
  readonly placeholderColor?: string;
  /** Of an input that is wrong. */
  readonly invalidColor?: string;
  readonly backgroundColor?: string;
  readonly fontFamily?: string;
  readonly fontSize?: string | number;
  readonly fontWeight?: string | number;
  readonly letterSpacing?: string | number;
  readonly lineHeight?: string | number;
  readonly padding?: string | number;
}

/** Looks of a button that copies. */
export interface CopyStyles {
  readonly size?: string | number;
  readonly color?: string;
  /** Right after something was copied. */
  readonly successColor?: string;
  /** Of a button that stands alone: as a rule of `style`, with the properties of buttons. */
  readonly button?: StyleRules;
}

/** The values of HTML's `inputmode`. */
export type InputMode = 'decimal' | 'email' | 'none' | 'numeric' | 'search' | 'tel' | 'text' | 'url';

/** A card brand: one of the built-in table by its `type` alone, or one of the page's own. */
export interface CardType {
  /** `visa`, `american-express` … or another name in lower case. */
  readonly type: string;
  readonly niceType?: string;
  /** The first digits of its numbers, 8 at most: one number, or the lowest and the highest of equally long ones. */
  readonly patterns?: readonly (number | readonly number[])[];
  /** After how many digits a space stands. */
  readonly gaps?: readonly number[];
  /** How many digits its numbers may have, 12 to 19. */
  readonly lengths?: readonly number[];
  /** How long its verification codes are: 3 or 4. */
  readonly code?: { readonly size: number; readonly name?: string };
}

/** A local network that cards carry beside their international brand, by its `type` alone or with the ranges that a page knows of. */
export interface CoBadge {
  /** `bancontact`, `cartes-bancaires`, `dankort`, or another name in lower case. */
  readonly type: string;
  /** The first digits of its numbers, 8 at most: one number, or the lowest and the highest of equally long ones. */
  readonly patterns: readonly (number | readonly number[])[];
}

/* The values of several inputs, by their names on the wire. */
export interface CardValue {
  readonly number?: string;
  readonly expiration_month?: number | string;
  readonly expiration_year?: number | string;
  readonly cvc?: string;
}
export interface DateValue {
  readonly month?: number | string;
  readonly year?: number | string;
}
export interface BankValue {
  readonly routing_number?: string;
  readonly account_number?: string;
}

/** What a page may put into inputs by itself. */
export type GivenValue = string | CardValue | DateValue | BankValue;

/** Everything that can be said of an element, whatever its type; which of them a type has, `OptionsOf` in `elements` tells. */
export interface ElementOptions {
  /** Names the input in events and errors; those of a `card` or `bank` have fixed names. */
  readonly targetId?: string;
  /** Shown while the input is empty; for a `card` or `bank` one per part. */
  readonly placeholder?: string | Readonly<Partial<Record<ElementPartName, string>>>;
  /** Takes no focus and no keys. */
  readonly disabled?: boolean;
  /** Takes the focus and no keys. */
  readonly readOnly?: boolean;
  /** Looks of the input. What is not on the list of what applies is told by a `warning`. */
  readonly style?: ElementStyle;
  /** Looks in short; `style` wins over it, and it over CSS custom properties of the page. */
  readonly theme?: Theme;
  /** Whether the field stands on light or on dark; by default as the page's `color-scheme` says there, followed live. */
  readonly colorScheme?: 'light' | 'dark';
  /** In how many rows a `card` or `bank` stands; by default two where one would cut a number. */
  readonly rows?: 1 | 2;
  /** The accessible name of the input; for a `card` or `bank`, of the group. */
  readonly 'aria-label'?: string;
  /** `on` (default), `off`, or one token of HTML's autofill vocabulary; for a `card` or `bank` also one per part. */
  readonly autoComplete?: string | Readonly<Partial<Record<ElementPartName, string>>>;
  /** Which keyboard a phone shows. */
  readonly inputMode?: InputMode;
  /** Report errors while typing and not only on blur. Fixed at creation. */
  readonly validateOnChange?: boolean;
  /** The brand that a verification code on its own belongs to: decides its length and its name. */
  readonly cardBrand?: string;
  /** The brands a card number may have; others are wrong. Fixed while something stands in the element. */
  readonly cardTypes?: readonly CardType[];
  /**
   * Local networks between which and the international brand of a card the customer may choose. Fixed while something stands in the
   * element.
   */
  readonly coBadgedSupport?: readonly (string | CoBadge)[];
  /** Of the networks of a card, the first of these is chosen until the customer chooses. */
  readonly preSelectedNetworks?: readonly string[];
  /** Tells as `binInfo` what the vault knows of a card by its first digits. Fixed while something stands in the element. */
  readonly binLookup?: boolean;
  /** A card number is right whatever its check digit is. The vault refuses such numbers in tokens of cards. */
  readonly skipLuhnValidation?: boolean;
  /**
   * One place for each character of a text: a text that stands there anyway, or a pattern for what is typed. Like the other
   * patterns, it is fixed while something stands in the element, and neither looks around nor refers back to groups.
   */
  readonly mask?: readonly (string | RegExp)[];
  /** What to replace in a text when it is sent, and by what (nothing, without a second item). */
  readonly transform?: RegExp | readonly [RegExp, string?] | null;
  /** What a text must match; judged when the input is left. */
  readonly validation?: RegExp;
  /** The most characters of a text. */
  readonly maxLength?: number;
  /** A text is shown as dots. Not together with `mask`. */
  readonly password?: boolean;
  /** What the page puts in by itself. */
  readonly value?: GivenValue;
  /** Accepted as clients pass it. Nothing here needs it: no script and no style is ever added to a page. */
  readonly nonce?: string;
  /** How many years ahead an expiration date may lie, 20 by default. Fixed while something stands in the element. */
  readonly maxElapsedExpirationYear?: number;
  /** An expiration date has spaces around its slash. Fixed while something stands in the element. */
  readonly showSpacing?: boolean;
  /** Described to those who hear the page, after the name of the input; for a `card` or `bank`, of the group. */
  readonly ariaDescription?: string;
  /**
   * Shows a button that copies what the input holds; never a security code. `only`, of a `text`: the button alone, which copies what is in
   * the element that `setValueRef` names. Fixed at creation.
   */
  readonly enableCopy?: boolean | 'only';
  /** Looks of that button. */
  readonly copyIconStyles?: CopyStyles;
  /** Where a card number shows its brand, `left` by default. */
  readonly iconPosition?: 'left' | 'right' | 'none';
  /** The iframe's accessible title. */
  readonly title?: string;
  /** BCP 47 tag of the language for labels and announcements; the frame's browser language by default. */
  readonly locale?: string;
  /** The direction in which the form reads, by default that of its place; numbers always read from left to right. */
  readonly dir?: 'ltr' | 'rtl';
}
