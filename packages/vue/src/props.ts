import type { BasisTheory, ElementType, EventOf, HostedElement, OptionName, OptionsOf } from '@tessera/js';
import type { EventType } from '@tessera/js/wrapping';
import type { PropType } from 'vue';

/** A type of a prop, as Vue takes it at run time. */
type Kind =
  | StringConstructor
  | NumberConstructor
  | BooleanConstructor
  | ObjectConstructor
  | ArrayConstructor
  | RegExpConstructor;

const text = [String];
const flag = [Boolean];
const record = [Object];

/** Every option of any element, with the types of its values. */
const optionKinds: Readonly<Record<OptionName, readonly Kind[]>> = {
  targetId: text,
  placeholder: [String, Object],
  disabled: flag,
  enableCopy: [Boolean, String],
  copyIconStyles: record,
  ariaDescription: text,
  readOnly: flag,
  style: record,
  theme: record,
  colorScheme: text,
  rows: [Number],
  'aria-label': text,
  autoComplete: [String, Object],
  inputMode: text,
  validateOnChange: flag,
  cardBrand: text,
  cardTypes: [Array],
  coBadgedSupport: [Array],
  preSelectedNetworks: [Array],
  binLookup: flag,
  skipLuhnValidation: flag,
  maxElapsedExpirationYear: [Number],
  showSpacing: flag,
  mask: [Array],
  transform: [RegExp, Array],
  validation: [RegExp],
  maxLength: [Number],
  password: flag,
  value: [String, Object],
  nonce: text,
  iconPosition: text,
  title: text,
  locale: text,
  dir: text,
};

/** Every event of an element. */
export const eventTypes: Readonly<Record<EventType, true>> = {
  ready: true,
  change: true,
  focus: true,
  blur: true,
  keydown: true,
  click: true,
  copy: true,
  warning: true,
  obscured: true,
  lost: true,
};

/** Attributes that are no props go to the `div` around the frame. Options of other types of element are refused, so that they do not. */
type Given<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined } & {
  readonly [Name in Exclude<OptionName, keyof Options>]?: undefined;
};

/**
 * The props of a component: the options of its type of element, and listeners of its events. Other attributes go to the `div` around the
 * frame.
 *
 * @example
 * ```ts
 * import { CardNumberElement, type ElementProps } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const field = (props: ElementProps<'cardNumber'>) => h(CardNumberElement, { placeholder: 'Card number', ...props });
 * ```
 */
export type ElementProps<T extends ElementType = ElementType> = Given<OptionsOf<T>> & {
  /** The instance of the SDK. By default that of the plugin, or of `useBasisTheory` in a component above. */
  readonly bt?: BasisTheory | undefined;
  /** The `element` of a component of the same type, whose value this component mirrors. Use it with `read-only`. */
  readonly valueRef?: HostedElement | undefined;
  /**
   * Called when something goes wrong with the field. `retry` is there when it could not be mounted, and mounts it again. Without this and
   * without the slot `fallback`, errors are reported to the window, as uncaught ones are.
   */
  readonly onError?: ((error: Error, retry?: () => void) => void) | undefined;
} & { readonly [T in EventType as `on${Capitalize<T>}`]?: ((event: EventOf<T>) => void) | undefined };

/** The same props in Vue's form. Options that are left out are `undefined`, also booleans, which Vue would otherwise make `false`. */
export const componentProps = {
  ...Object.fromEntries(
    Object.entries(optionKinds).map(([name, type]) => [name, { type: [...type], default: undefined }]),
  ),
  bt: { type: Object as PropType<BasisTheory>, default: undefined },
  valueRef: { type: Object as PropType<HostedElement>, default: undefined },
};

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A copy without reactive proxies, which `postMessage` cannot send to a frame. Vue makes none of patterns and of the bytes of fonts. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof RegExp || value instanceof ArrayBuffer) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
};

/** The options that are not `undefined`. */
export const optionsOf = (props: Readonly<Record<string, unknown>>): OptionsOf =>
  Object.fromEntries(
    Object.keys(optionKinds)
      .map((name) => [name, plain(props[camelCase(name)])])
      .filter(([, value]) => value !== undefined),
  );
