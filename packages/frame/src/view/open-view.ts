import type { ElementEvent, ElementOptions } from '@tessera/bridge';
import { type ElementType, elements, type Field } from '@tessera/fields';
import { load } from '../load.ts';
import { createView, type View } from './view.ts';

/** Draws an element once its boxes are there: those of a card are at once, others are fetched. */
export const openView = async (
  root: HTMLElement,
  type: ElementType,
  options: ElementOptions,
  emit: (event: ElementEvent) => void,
  clock: () => Date,
): Promise<View> => {
  const fields: readonly Field[] = await load(async () => elements[type]());
  return createView(root, type, fields, options, emit, clock);
};
