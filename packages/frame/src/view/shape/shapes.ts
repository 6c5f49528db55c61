import type { ElementOptions } from '@tessera/bridge';
import type { Field } from '@tessera/fields';
import { load } from '../../load.ts';
import type { Ask, ShapedField } from './shaped-field.ts';

interface Shaper {
  /** The options it reads. What a page can learn of a value depends on them, so they are fixed before it is typed. */
  readonly options: readonly (keyof ElementOptions)[];
  readonly file: () => Promise<{ shape(field: Field, options: ElementOptions, ask: Ask): ShapedField }>;
}

const ofCard: Shaper['file'] = () => import('./shape-card.ts');

/** Options that make another box of a box, by its type. The code for it is fetched when one of them is given. */
const shapers: Readonly<Record<string, Shaper>> = {
  cardNumber: {
    options: ['cardTypes', 'skipLuhnValidation', 'coBadgedSupport', 'preSelectedNetworks', 'binLookup'],
    file: ofCard,
  },
  cardExpirationDate: { options: ['maxElapsedExpirationYear', 'showSpacing'], file: ofCard },
  text: { options: ['mask', 'transform', 'validation', 'maxLength'], file: () => import('./shape-text.ts') },
};

/** The box as its options want it. */
const shaped = async (field: Field, options: ElementOptions, ask: Ask): Promise<ShapedField> => {
  const shaper = shapers[field.type];
  if (!shaper?.options.some((name) => options[name] !== undefined)) return field;
  const { shape } = await load(shaper.file);
  return shape(field, options, ask);
};

export const shapeAll = (
  fields: readonly Field[],
  options: ElementOptions,
  ask: Ask,
): Promise<readonly ShapedField[]> => Promise.all(fields.map((field) => shaped(field, options, ask)));

/** What an option says: two patterns that look the same are the same, and `null` says nothing. */
const written = (option: unknown): string | undefined =>
  JSON.stringify(option ?? undefined, (_, value) => (value instanceof RegExp ? String(value) : value));

/** The first of the options that shape these boxes and that another set of options has otherwise. */
export const reshaped = (fields: readonly Field[], before: ElementOptions, after: ElementOptions): string | undefined =>
  fields
    .flatMap(({ type }) => shapers[type]?.options ?? [])
    .find((name) => written(before[name]) !== written(after[name]));
