import type { ElementEvent, ElementOptions } from '@tessera/bridge';
import { type ElementType, elements } from '@tessera/fields';
import { load } from '../load.ts';
import { shapeAll } from './shapes.ts';
import { createView } from './view.ts';
import type { Neighbours, View } from './view-types.ts';

/** Draws an element once its boxes are there: those of a card are at once, others and what options make of them are fetched. */
export const openView = async (
  root: HTMLElement,
  type: ElementType,
  options: ElementOptions,
  emit: (event: ElementEvent) => void,
  clock: () => Date,
  neighbours: Neighbours,
): Promise<View> => {
  const fields = await load(async () => elements[type]());
  const view = createView(root, type, fields, await shapeAll(fields, options), options, emit, clock, neighbours);
  await view.give(options.value);
  return view;
};
