import type { BasisTheory, ElementType, EventOf, HostedElement, OptionName, OptionsOf } from '@tessera/js';
import type { EventType } from '@tessera/js/wrapping';
import type { PropType } from 'vue';

/** What Vue asks about the type of a prop while it runs. */
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

/** Every option of any element, with the kinds of its values. */
const optionKinds: Readonly<Record<OptionName, readonly Kind[]>> = {
  targetId: text,
  placeholder: [String, Object],
  disabled: flag,
  enableCopy: flag,
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
  skipLuhnValidation: flag,
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
  warning: true,
  obscured: true,
};

/** What is given to a component beside its props stands on its `div`; options of other types are not meant to. */
type Given<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined } & {
  readonly [Name in Exclude<OptionName, keyof Options>]?: undefined;
};

/**
 * The props of a component: every option of its type and every event. What else is given stands on the `div` around the frame.
 */
export type ElementProps<T extends ElementType = ElementType> = Given<OptionsOf<T>> & {
  /** The SDK; by default that of the plugin, or of `useBasisTheory` above. */
  readonly bt?: BasisTheory | undefined;
  /** The `element` of a component of the same type, whose value is shown here too. This one is to be looked at alone: `read-only`. */
  readonly valueRef?: HostedElement | undefined;
} & { readonly [T in EventType as `on${Capitalize<T>}`]?: ((event: EventOf<T>) => void) | undefined };

/** The same as Vue wants to have it. An option that is not given is `undefined`, flags too. */
export const componentProps = {
  ...Object.fromEntries(
    Object.entries(optionKinds).map(([name, type]) => [name, { type: [...type], default: undefined }]),
  ),
  bt: { type: Object as PropType<BasisTheory>, default: undefined },
  valueRef: { type: Object as PropType<HostedElement>, default: undefined },
};

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A copy without reactive proxies, which cannot be posted to a frame. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
};

/** The options that are given. */
export const optionsOf = (props: Readonly<Record<string, unknown>>): OptionsOf =>
  Object.fromEntries(
    Object.keys(optionKinds)
      .map((name) => [name, plain(props[camelCase(name)])])
      .filter(([, value]) => value !== undefined),
  );
