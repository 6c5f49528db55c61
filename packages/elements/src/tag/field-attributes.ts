import type { ElementType } from '@tessera/fields';
import type { OptionName } from '../options.ts';

/** Options that attributes can say, by attribute. The others go through the property `options`. */
export const attributes = {
  'target-id': ['targetId', String],
  placeholder: ['placeholder', String],
  readonly: ['readOnly', Boolean],
  'aria-label': ['aria-label', String],
  autocomplete: ['autoComplete', String],
  inputmode: ['inputMode', String],
  'validate-on-change': ['validateOnChange', Boolean],
  'card-brand': ['cardBrand', String],
  'icon-position': ['iconPosition', String],
  'color-scheme': ['colorScheme', String],
  'enable-copy': ['enableCopy', Boolean],
  'max-length': ['maxLength', Number],
  'skip-luhn-validation': ['skipLuhnValidation', Boolean],
  password: ['password', Boolean],
  title: ['title', String],
  lang: ['locale', String],
  dir: ['dir', String],
} as const satisfies Readonly<Record<string, readonly [OptionName, typeof String | typeof Boolean | typeof Number]>>;

export type Attribute = keyof typeof attributes;

/** What attribute values may be: as in HTML, those that are no text are converted. */
interface ValueOf {
  readonly string: string;
  readonly boolean: boolean | 'true' | 'false' | '';
  readonly number: number | string;
}

/**
 * The attributes of `<tessera-field>`, for the JSX and template types of frameworks. docs/frameworks.md shows where they go.
 *
 * @example
 * ```ts
 * import type { FieldAttributes } from '@tessera/elements';
 *
 * const attributes: FieldAttributes = { type: 'card', name: 'card', 'icon-position': 'right' };
 * ```
 */
export type FieldAttributes = {
  [Name in Attribute]?: ReturnType<(typeof attributes)[Name][1]> extends infer Kind
    ? Kind extends string
      ? ValueOf['string']
      : Kind extends boolean
        ? ValueOf['boolean']
        : ValueOf['number']
    : never;
} & { type?: ElementType; name?: string; disabled?: ValueOf['boolean'] };
