import { type ElementOptions, Failure, type Words } from '@tessera/bridge';
import { inputModes } from './options.ts';

/** Names of options by what `typeof` gives for their values. Those under `any` are refused by the code that uses them. */
const kinds = {
  string: 'targetId aria-label ariaDescription cardBrand title locale placeholder autoComplete',
  boolean: 'disabled readOnly validateOnChange binLookup skipLuhnValidation showSpacing password',
  object: 'style theme copyIconStyles placeholder autoComplete',
  any: 'cardTypes coBadgedSupport preSelectedNetworks mask transform validation maxLength value nonce maxElapsedExpirationYear',
} as const;

const choices = {
  colorScheme: ['light', 'dark'],
  rows: [1, 2],
  inputMode: inputModes,
  enableCopy: [true, false, 'only'],
  iconPosition: ['left', 'right', 'none'],
  dir: ['ltr', 'rtl'],
} as const satisfies { readonly [Name in keyof ElementOptions]?: readonly unknown[] };

type Listed = Words<(typeof kinds)[keyof typeof kinds]> | keyof typeof choices;

/** An option that is not listed does not compile. */
type Every = keyof ElementOptions extends Listed ? object : never;

/** Refuses options that no element has, and values that an option cannot have. `undefined` and `null` stand for the default. */
export const checkOptions = (options: Every): void => {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    const detail = name.slice(0, 50);
    const chosen: readonly unknown[] = Object.hasOwn(choices, name) ? choices[name as keyof typeof choices] : [];
    const fitting = Object.entries(kinds).filter(([, names]) => names.split(' ').includes(name));
    if (chosen.length + fitting.length === 0) throw new Failure('unknown-option', { detail });
    if (!chosen.includes(value) && !fitting.some(([kind]) => kind === 'any' || kind === typeof value)) {
      throw new Failure('invalid-option', { detail });
    }
  }
};
