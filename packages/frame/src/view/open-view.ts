import { Failure } from '@tessera/bridge';
import { fieldsOf } from '@tessera/fields';
import { load } from '../load.ts';
import { checkOptions } from './check-options.ts';
import { shapeAll } from './shape/shapes.ts';
import { createView } from './view.ts';
import type { View, ViewElement } from './view-types.ts';

/**
 * Draws an element. The fields of a card are part of the script; others, and code that only some options need, are fetched first.
 *
 * @throws Failure `unknown-element-type`: the type is a name that the page gave.
 */
export const openView = async (root: HTMLElement, element: Omit<ViewElement, 'fields' | 'shaped'>): Promise<View> => {
  const { type, options } = element;
  checkOptions(options);
  const fields = await load(() => fieldsOf(type));
  if (!fields) throw new Failure('unknown-element-type');
  const view = createView(root, { ...element, fields, shaped: await shapeAll(fields, options, element.ask) });
  if (options.value !== undefined) await view.give(options.value);
  return view;
};
