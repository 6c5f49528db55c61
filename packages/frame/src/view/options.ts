import type { ElementOptions, ElementPartName } from '@tessera/bridge';
import type { Field } from '@tessera/fields';

/** The options of one box, checked: a page may send anything. */
export interface BoxOptions {
  readonly placeholder: string;
  readonly autocomplete: string;
  readonly inputMode: string;
  readonly icon: 'left' | 'right' | 'none';
}

export const inputModes = ['decimal', 'email', 'none', 'numeric', 'search', 'tel', 'text', 'url'];

/** Longer texts than this are cut: nothing that is shown in one line needs them. */
const maxText = 200;

/** A text of the page for people to read or hear, or nothing. */
export const textOption = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, maxText) : undefined;

/** An option that is given for the whole element or for each of its boxes. */
const perBox = (option: string | Readonly<Partial<Record<ElementPartName, string>>> | undefined, field: Field) =>
  textOption(
    typeof option === 'object' && option !== null && Object.hasOwn(option, field.part.option)
      ? option[field.part.option as ElementPartName]
      : option,
  );

const autocompleteOf = (wanted: string | undefined, field: Field): string => {
  if (wanted === undefined || wanted === 'on' || !/^[a-z][a-z\d -]{0,80}$/.test(wanted)) return field.autocomplete;
  // What a browser knows of cards goes into no field that could become a token of another class.
  return wanted.includes('cc-') && field.classFloor !== 'pci' ? field.autocomplete : wanted;
};

export const boxOptions = (options: ElementOptions, field: Field, isOnly: boolean): BoxOptions => {
  // One text for three boxes would name none of them.
  const forAll = isOnly || typeof options.placeholder === 'object';
  const { inputMode, iconPosition } = options;
  return {
    placeholder: (forAll ? perBox(options.placeholder, field) : undefined) ?? field.placeholder,
    autocomplete: autocompleteOf(perBox(options.autoComplete, field), field),
    inputMode: inputMode !== undefined && inputModes.includes(inputMode) ? inputMode : field.inputMode,
    icon: iconPosition === 'right' || iconPosition === 'none' ? iconPosition : 'left',
  };
};
