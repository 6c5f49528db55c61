/*
 * What a frame tells its page about an element: facts, verdicts and what happened. None of these records has a property that
 * could hold a value that was typed.
 */

/** The only things about a value that may leave a frame. */
export interface Facts {
  /** `unknown` until the first digits identify a brand. */
  readonly cardBrand?: string;
  /** First 6 digits, or 8 for numbers of 16 digits and more; only of a complete number. */
  readonly cardBin?: string;
  /** Last 4 digits; only of a complete number. */
  readonly cardLast4?: string;
  /** Of a card with two brands and `coBadgedSupport`: the network that the customer chose, or the page beforehand. */
  readonly selectedNetwork?: string;
  /** With `binLookup`: what the vault knows of all cards whose numbers begin so. */
  readonly binInfo?: BinInfo;
}

/** What is known of cards by the first digits of their numbers, of which it tells no more than `cardBin` does. */
export interface BinInfo {
  readonly brand?: string;
  /** `credit`, `debit` or `prepaid`. */
  readonly funding?: string;
  /** Such as `consumer` or `commercial`. */
  readonly segment?: string;
  /** The bank that gave out the card, and where it is: two letters of ISO 3166-1. */
  readonly issuer?: { readonly name?: string; readonly country?: string };
}

/** What is wrong with one input. */
export interface FieldError {
  /** The input's name in events. */
  readonly targetId: string;
  /** `incomplete`: typing on can make it right. `invalid`: it cannot. */
  readonly type: 'invalid' | 'incomplete';
  /** Nothing was typed: the `type` is `incomplete`, and the customer reads that the input is empty. */
  readonly empty?: true;
}

/** What can be wrong, as customers read it. */
export type MessageKind = FieldError['type'] | 'empty';

/**
 * How errors read in the language of the customer, by the name of the input; under an empty name, those of the element as a whole, with the
 * title of its iframe. They depend on language, labels and title alone, and never on what is typed.
 */
export type Messages = Readonly<Record<string, Readonly<Record<MessageKind, string> & { title?: string }>>>;

/** The state of an element: of all its inputs taken together. */
export interface ElementState {
  /** All inputs are empty. */
  readonly empty: boolean;
  /** `valid` and `maskSatisfied`. Updated on every keystroke. */
  readonly complete: boolean;
  /** Every input holds a value that can be sent. */
  readonly valid: boolean;
  /** Every input is as long as its format requires. */
  readonly maskSatisfied: boolean;
  /** The errors that are shown now; absent when there are none. They appear on blur, or while typing with `validateOnChange`. */
  readonly errors?: readonly FieldError[];
}

/** The inputs are drawn and accept keys. */
export interface ReadyEvent {
  readonly type: 'ready';
}

/** State changed; not every keystroke changes it. */
export interface ChangeEvent extends ElementState, Facts {
  readonly type: 'change';
}

/** An input received focus. */
export interface FocusEvent {
  readonly type: 'focus';
  readonly targetId: string;
}

/** An input was clicked or tapped. */
export interface ClickEvent {
  readonly type: 'click';
  readonly targetId: string;
}

/** A person pressed the copy button, and the value is in the clipboard. */
export interface CopyEvent {
  readonly type: 'copy';
  readonly targetId: string;
}

/** An input lost focus. The state is the one after the blur, so it includes the errors that the blur made visible. */
export interface BlurEvent extends ElementState, Facts {
  readonly type: 'blur';
  readonly targetId: string;
}

/** Enter or Escape was pressed in an input. No other key is reported. */
export interface KeydownEvent {
  readonly type: 'keydown';
  readonly targetId: string;
  readonly key: 'Enter' | 'Escape';
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** One entry of the `style` option that was ignored; the rest of the style applies. Only its path is reported, not its value. */
export interface StyleWarning {
  /** `base.backgroundImage`, `fonts.0` */
  readonly property: string;
  /**
   * - `unknown-property`, `unknown-selector`: not on the list of allowed names.
   * - `value-not-allowed`: the name is allowed, the value is not.
   * - `font-needs-family-and-src`: stylesheets of fonts are not read; write `{ family, src }`.
   * - `font-origin-not-allowed`: the operator of the vault has to allow the origin of `src`.
   * - `font-not-loaded`: the file could not be loaded, or is not a font.
   */
  readonly reason:
    | 'unknown-property'
    | 'unknown-selector'
    | 'value-not-allowed'
    | 'font-needs-family-and-src'
    | 'font-origin-not-allowed'
    | 'font-not-loaded';
}

/** Parts of the style do not apply. Follows `ready` and each update of the style; fonts are reported in an event of their own. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly warnings: readonly StyleWarning[];
}

/**
 * Something on the page has covered a part of the element for a second, or that is over. Fading, scaling down or rotating it counts too. Only
 * browsers with Intersection Observer v2 (Chromium) report it.
 */
export interface ObscuredEvent {
  readonly type: 'obscured';
  readonly obscured: boolean;
  /**
   * A pointer or a key has arrived in the element since it was covered: what covers it lets the person through, as a label or an outline does, and
   * takes nothing that is typed.
   */
  readonly reached: boolean;
}

/**
 * The frame was moved, reloaded or removed, and what was typed is gone. It is replaced by a new one where it was, whose `ready` follows; where
 * that fails, `lost` comes again with the reason as its `code`.
 */
export interface LostEvent {
  readonly type: 'lost';
  readonly code: string;
  /** The name of the element: its `targetId`, or its type. */
  readonly targetId: string;
  /** Whether nothing was typed, so that nothing was lost. */
  readonly empty: boolean;
  /** Whether a complete value was lost. */
  readonly complete: boolean;
}

/** Every event of an element. */
export type ElementEvent =
  | ReadyEvent
  | ChangeEvent
  | FocusEvent
  | BlurEvent
  | KeydownEvent
  | ClickEvent
  | CopyEvent
  | WarningEvent
  | ObscuredEvent
  | LostEvent;
