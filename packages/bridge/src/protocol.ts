/*
 * What may cross between a merchant page and a frame, and nothing else: options and calls go in; facts, verdicts, an
 * allow-list of a token's fields and error codes come out. No message of this protocol has a place for a value.
 */

import type { SessionMethods } from './session.ts';

/** The version of the opening message. Both ends refuse any other. */
export const PROTOCOL = 1;

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

/** Looks of a field: `base` always applies, the other three on top of it by the state of each input. */
export interface ElementStyle {
  readonly fonts?: readonly string[];
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

/** What a page may put into inputs by itself: text, or the values of several inputs by their names on the wire. */
export type GivenValue =
  | string
  | {
      readonly number?: string;
      readonly expiration_month?: number | string;
      readonly expiration_year?: number | string;
      readonly cvc?: string;
    }
  | { readonly month?: number | string; readonly year?: number | string }
  | { readonly routing_number?: string; readonly account_number?: string };

/** Everything a page may say about an element. One interface for creation, update and wrappers. */
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
  /** A card number is right whatever its check digit is. The vault refuses such numbers in tokens of cards. */
  readonly skipLuhnValidation?: boolean;
  /**
   * One place for each character of a text: a text that stands there anyway, or a pattern for what is typed. Like the other
   * patterns, it is fixed while something stands in the element, and neither looks around nor refers back to groups.
   */
  readonly mask?: readonly (string | RegExp)[];
  /** What to replace in a text when it is sent, and by what (nothing, without a second item). */
  readonly transform?: RegExp | readonly [RegExp] | readonly [RegExp, string];
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
  /** Shows a button that copies what the input holds; never a security code. Fixed at creation. */
  readonly enableCopy?: boolean;
  /** Where a card number shows its brand, `left` by default. */
  readonly iconPosition?: 'left' | 'right' | 'none';
  /** The iframe's accessible title. */
  readonly title?: string;
  /** BCP 47 tag of the language for labels and announcements; the frame's browser language by default. */
  readonly locale?: string;
  /** The direction in which the form reads, `ltr` by default; numbers always read from left to right. */
  readonly dir?: 'ltr' | 'rtl';
}

/** The only things about a value that may leave a frame. */
export interface Facts {
  /** `unknown` until the first digits tell. */
  readonly cardBrand?: string;
  /** First 6 digits, 8 from 16-digit numbers on; only of a complete number. */
  readonly cardBin?: string;
  /** Last 4 digits; only of a complete number. */
  readonly cardLast4?: string;
}

/** What is wrong with one input: it cannot become right by typing on, or it is not there yet. */
export interface FieldError {
  /** The input's name in events. */
  readonly targetId: string;
  readonly type: 'invalid' | 'incomplete';
}

/** What an element says of its inputs taken together. */
export interface ElementState {
  /** No input holds anything. */
  readonly empty: boolean;
  /** Valid and filled to the length its mask asks for. Live, on every keystroke. */
  readonly complete: boolean;
  /** Every input holds what can be sent. */
  readonly valid: boolean;
  /** Every input is as long as its format asks for. */
  readonly maskSatisfied: boolean;
  /** Absent when there is none to show: errors appear on blur, or while typing with `validateOnChange`. */
  readonly errors?: readonly FieldError[];
}

/** The inputs are drawn and accept keys. */
export interface ReadyEvent {
  readonly type: 'ready';
}

/** Something of what an element tells about itself is another; not each keystroke is such a change. */
export interface ChangeEvent extends ElementState, Facts {
  readonly type: 'change';
}

/** An input has got the focus. */
export interface FocusEvent {
  readonly type: 'focus';
  readonly targetId: string;
}

/** An input was clicked or tapped. */
export interface ClickEvent {
  readonly type: 'click';
  readonly targetId: string;
}

/** An input has lost the focus; the state is that after it. */
export interface BlurEvent extends ElementState, Facts {
  readonly type: 'blur';
  readonly targetId: string;
}

/** Enter or Escape was pressed in an input. No other key is ever told. */
export interface KeydownEvent {
  readonly type: 'keydown';
  readonly targetId: string;
  readonly key: 'Enter' | 'Escape';
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** A part of the `style` option that was left out, while the rest applies. It is named by its path; its value is not told. */
export interface StyleWarning {
  /** `base.backgroundImage` */
  readonly property: string;
  readonly reason: 'unknown-property' | 'unknown-selector' | 'value-not-allowed';
}

/** Follows `ready`, and each update of a style, when parts of the style do not apply. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly warnings: readonly StyleWarning[];
}

/**
 * Something of the page covers a part of the element that is on screen, or no longer does; also what fades or turns it
 * counts. Only browsers with Intersection Observer v2 can tell.
 */
export interface ObscuredEvent {
  readonly type: 'obscured';
  readonly obscured: boolean;
}

/** Everything that an element tells its page. */
export type ElementEvent =
  | ReadyEvent
  | ChangeEvent
  | FocusEvent
  | BlurEvent
  | KeydownEvent
  | ClickEvent
  | WarningEvent
  | ObscuredEvent;

/**
 * Stands in a payload for what an element holds; `pick` takes one property of it (`expiration_month`), `format` writes a date
 * as text.
 */
export interface Reference {
  readonly $element: string;
  readonly pick?: string | undefined;
  readonly format?: string | undefined;
}

/** The calls a frame makes to the vault. */
export type CallName = 'tokens.create' | 'tokenize' | 'atomicCards.create' | 'atomicBanks.create';

/** What the page may say of a call beside its payload. There is no key and no address: those are the frame's own. */
export interface CallOptions {
  readonly correlationId?: string | undefined;
}

/** What a page can ask of its frame. */
export interface FrameMethods {
  update(options: ElementOptions): Promise<void>;
  /** Shows what is wrong, as if each input had been left, and tells it. */
  validate(): ElementState;
  clear(): void;
  focus(): void;
  blur(): void;
  /** Answers once the key was accepted, so that `mount` can wait for it. */
  checked(): Promise<void>;
  /** Answers at once; a page that comes back from the back/forward cache asks whether the frame did too. */
  ping(): void;
  /** Fills the payload's references and sends it to the frame's own origin. */
  call(name: CallName, payload: unknown, options: CallOptions): Promise<unknown>;
  /** Shows what is in the element of this id, of the same type, from now on. */
  mirror(source: string): Promise<void>;
  /** Only of the frame that holds a session. */
  session(name: keyof SessionMethods, ...args: readonly unknown[]): Promise<unknown>;
}

/** What a frame tells its page. */
export interface PageMethods {
  emit(event: ElementEvent): void;
}

/** The one message a page posts to a window; its port carries everything after it. */
export interface Opening {
  readonly tessera: typeof PROTOCOL;
  /** 128 random bits as hex, echoed on the port so that the page knows who took it. */
  readonly nonce: string;
  readonly key: string;
  readonly type: string;
  readonly options: ElementOptions;
}

/** The frame's answer on the port: who it is, or why it will not serve. */
export type Echo =
  | { readonly tessera: typeof PROTOCOL; readonly nonce: string; readonly id: string }
  | { readonly tessera: typeof PROTOCOL; readonly nonce: string; readonly refusal: Sealed };

/** An error in the only form that crosses the bridge: no message, no stack, nothing that could quote a value. */
export interface Sealed {
  readonly code: string;
  /** A name, never a value: a property's path, an option, a host. */
  readonly detail?: string;
  /** Validation: the payload's shape with `{ type }` where an input was refused. */
  readonly details?: unknown;
  readonly validation?: readonly FieldError[];
  /** The vault's answer, when it gave one. */
  readonly problem?: { readonly status: number; readonly data: unknown };
}
