import type { OptionName } from '../options.ts';
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
  skipLuhnValidation: true,
  mask: true,
  transform: true,
  validation: true,
  maxLength: true,
  password: true,
  value: true,
  nonce: true,
  enableCopy: true,
  iconPosition: true,
  title: true,
  locale: true,
  dir: true,
};

/** Options of the vendor's elements that ours do not have, with what to do instead. */
const missing: Readonly<Record<string, string>> = {
  ariaDescription: 'Describe the field in `aria-label`.',
  binLookup:
    'No number is looked up for a page. `change` tells the brand, and the first digits of a complete number, which your server can look up.',
  copyIconStyles: 'The copy button has the color of the text beside it.',
  maxElapsedExpirationYear: 'A card that has expired is not valid.',
  showSpacing: 'A card number always has the spaces that are printed on the card.',
};

/** The names of a card's inputs in `autoComplete`, and ours. */
const inputs = { number: 'cardNumber', expirationDate: 'cardExpirationDate', csc: 'cardSecurityCode' } as const;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const autoCompleteOf = (given: unknown): unknown => {
  if (!isRecord(given)) return given;
  const renamed = Object.entries(inputs).flatMap(([name, own]) => (name in given ? [[own, given[name]]] : []));
  return { ...given, ...Object.fromEntries(renamed) };
};

/** Whether an option is left as it is by default, so that leaving it out changes nothing. */
const isDefault = (name: string, value: unknown): boolean => value === (name === 'showSpacing');

/**
 * The options as our elements take them. Options without a counterpart are left out with a note, where the vendor's elements would
 * leave out those that they do not know without one.
 */
export const ownOptions = (given: object, note: Note): object => {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(known, name)) options[name] = value;
    else if (value !== undefined && value !== null && !isDefault(name, value)) {
      note(name, (Object.hasOwn(missing, name) ? missing[name] : undefined) ?? 'No element has such an option.');
    }
  }
  if ('autoComplete' in options) options.autoComplete = autoCompleteOf(options.autoComplete);
  if (isRecord(options.style) && 'container' in options.style) {
    const { container: _, ...style } = options.style;
    options.style = style;
    note('style.container', 'Style the element of your page that contains the field.');
  }
  return options;
};
