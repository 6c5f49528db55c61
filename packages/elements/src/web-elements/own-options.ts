import type { OptionName } from '../options.ts';
import { textStyle } from './container-style.ts';
import type { Note } from './notes.ts';

/** The options of our elements. A record, so that leaving one out does not compile. */
const known: Readonly<Record<OptionName, true>> = {
  targetId: true,
  placeholder: true,
  disabled: true,
  readOnly: true,
  style: true,
  theme: true,
  colorScheme: true,
  rows: true,
  'aria-label': true,
  autoComplete: true,
  inputMode: true,
  validateOnChange: true,
  cardBrand: true,
  cardTypes: true,
  coBadgedSupport: true,
  preSelectedNetworks: true,
  binLookup: true,
  skipLuhnValidation: true,
  maxElapsedExpirationYear: true,
  showSpacing: true,
  mask: true,
  transform: true,
  validation: true,
  maxLength: true,
  password: true,
  value: true,
  nonce: true,
  enableCopy: true,
  copyIconStyles: true,
  ariaDescription: true,
  iconPosition: true,
  title: true,
  locale: true,
  dir: true,
};

/** The names of a card's inputs in `autoComplete`, and ours. */
const inputs = { number: 'cardNumber', expirationDate: 'cardExpirationDate', csc: 'cardSecurityCode' } as const;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const autoCompleteOf = (given: unknown): unknown => {
  if (!isRecord(given)) return given;
  const renamed = Object.entries(inputs).flatMap(([name, own]) => (name in given ? [[own, given[name]]] : []));
  return { ...given, ...Object.fromEntries(renamed) };
};

/**
 * The options as our elements take them. Those without a counterpart are left out with a note, where the vendor's elements would leave them
 * out without one. What a style says of the container is taken out of it: see container-style.ts.
 */
export const ownOptions = (given: object, note: Note): { options: object; container: unknown } => {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(known, name)) options[name] = value;
    else if (value !== undefined && value !== null) note(name, 'No element has such an option.');
  }
  if ('autoComplete' in options) options.autoComplete = autoCompleteOf(options.autoComplete);
  if (!isRecord(options.style) || !('container' in options.style)) return { options, container: undefined };
  const { container, ...style } = options.style;
  const base = isRecord(style.base) ? style.base : {};
  options.style = { ...style, base: { ...textStyle(container), ...base } };
  return { options, container };
};

/** What of a button's style makes its height, which its iframe has as well. */
const heightOf = ({ fontSize, lineHeight, padding, height }: Readonly<Record<string, unknown>>) =>
  height === undefined ? { fontSize, lineHeight, padding } : { fontSize, lineHeight: height, padding: 0 };

const given = (rules: object) => Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));

/** The options of `createElement('copyButton')`: ours is a text element of which the button alone is seen. */
export const ofCopyButton = (asked: object): object => {
  const { text, style, id: _, ...options }: Readonly<Record<string, unknown>> = { ...asked };
  const { base = {}, ...others }: Readonly<Record<string, unknown>> = isRecord(style) ? style : {};
  const button = { ...textStyle(others.container), ...Object(base) };
  return {
    ...options,
    enableCopy: 'only',
    ...(text !== undefined && { 'aria-label': text }),
    ...(style !== undefined && { copyIconStyles: { button }, style: { ...others, base: given(heightOf(button)) } }),
  };
};
