import { type ElementOptions, Failure } from '@tessera/bridge';
import { inputModes } from './options.ts';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isRecord: Check = (value) => typeof value === 'object';
const isTextOrRecord: Check = (value) => isText(value) || isRecord(value);
const isOneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
/** The code that uses the option refuses what it cannot be. */
const isChecked: Check = () => true;

const checks: Readonly<Record<keyof ElementOptions, Check>> = {
  targetId: isText,
  placeholder: isTextOrRecord,
  disabled: isFlag,
  readOnly: isFlag,
  style: isRecord,
  theme: isRecord,
  colorScheme: isOneOf('light', 'dark'),
  rows: isOneOf(1, 2),
  'aria-label': isText,
  autoComplete: isTextOrRecord,
  inputMode: isOneOf(...inputModes),
  validateOnChange: isFlag,
  cardBrand: isText,
  cardTypes: isChecked,
  coBadgedSupport: isChecked,
  preSelectedNetworks: isChecked,
  skipLuhnValidation: isFlag,
  mask: isChecked,
  transform: isChecked,
  validation: isChecked,
  maxLength: isChecked,
  password: isFlag,
  value: isChecked,
  nonce: isChecked,
  enableCopy: isFlag,
  iconPosition: isOneOf('left', 'right', 'none'),
  title: isText,
  locale: isText,
  dir: isOneOf('ltr', 'rtl'),
};

/**
 * How the names of options begin that other SDKs of this API have and pages may go on passing: `ariaDescription`, `binLookup`,
 * `copyIconStyles`, `maxElapsedExpirationYear` and `showSpacing`. They have no effect here.
 */
const ignored = /^(ariaD|binL|copyI|maxE|showS)/;

/** Refuses options that no element has, and values that an option cannot have. `undefined` and `null` stand for the default. */
export const checkOptions = (options: object): void => {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    const detail = name.slice(0, 50);
    if (Object.hasOwn(checks, name)) {
      if (!checks[name as keyof ElementOptions](value)) throw new Failure('invalid-option', { detail });
    } else if (!ignored.test(name)) throw new Failure('unknown-option', { detail });
  }
};
