import { Failure } from '@tessera/bridge';
import { load } from '../load.ts';
import { type BoxState, edit, leave, toBox } from './box/box.ts';
import { handleBoxes } from './box/box-events.ts';
import { checkOptions } from './check-options.ts';
import { createDrawing } from './drawing.ts';
import { createModel } from './model.ts';
import { reshaped, shapeAll } from './shape/shapes.ts';
import type { View, ViewElement } from './view-types.ts';
import { whenFocused } from './when-focused.ts';

/** Draws an element into `root`, which is the body of a document of its own, and emits its events, beginning with `ready`. */
export const createView = (root: HTMLElement, element: ViewElement): View => {
  const { fields, type, say } = element;
  const model = createModel(element);
  const { boxes, context, state, emit, whileTyping } = model;

  const inputOf = (box: BoxState | undefined): HTMLInputElement | null =>
    box ? root.querySelector<HTMLInputElement>(`#${box.field.type}`) : null;

  /** Reports what changed, then draws it: the page need not wait for that. */
  const refresh = (always = false) => {
    model.report(always);
    drawing.draw();
    model.tellWatchers();
  };
  const { events, read } = handleBoxes({ model, inputOf, refresh });
  const drawing = createDrawing(root, type, model, events, say);

  const write = (some: readonly BoxState[], texts: readonly (string | undefined)[] = [], showing = false) => {
    model.showing = showing;
    for (const [index, box] of some.entries()) {
      const input = inputOf(box);
      const value = box.field.parse(texts[index] ?? '');
      if (input) input.value = box.field.format(value);
      if (box.value !== value) edit(box, value, context());
      box.asked = false;
    }
    refresh();
  };
  const clear = () => write(boxes);

  const give = async (value: unknown) => {
    // What is shown is removed as a whole: no part of it may remain beside what the page knows.
    if (model.showing) clear();
    const { givenTexts } = await load(() => import('./rare-options.ts'));
    const texts = givenTexts(
      boxes.map(({ field }) => field),
      value,
    );
    boxes.forEach((box, index) => {
      const text = texts[index];
      const input = inputOf(box);
      if (text === undefined || !input) return;
      edit(box, box.field.parse(text), context());
      box.given = box.value !== '';
      leave(box, context());
      input.value = box.field.format(box.value);
    });
    refresh(whileTyping);
  };

  /** Cancels a focus that has not happened yet. */
  let cancelFocus = () => {};

  drawing.draw();
  emit({ type: 'ready' });
  drawing.applyStyle(true);

  return {
    get boxes() {
      read();
      return boxes.map((box) => toBox(box, context()));
    },
    update: async (changes) => {
      checkOptions(changes);
      const before = model.options;
      const wanted = { ...before, ...changes };
      const fixed = reshaped(fields, before, wanted);
      const refuse = () => {
        read();
        if (boxes.some(({ value }) => value !== '')) throw new Failure('field-not-empty', { detail: String(fixed) });
      };
      if (fixed) refuse();
      const anew = fixed ? await shapeAll(fields, wanted, element.ask) : undefined;
      // Something may have been typed while code was fetched.
      if (fixed) refuse();
      const isNewStyle = 'style' in changes || JSON.stringify(wanted.theme) !== JSON.stringify(before.theme);
      model.options = { ...model.options, ...changes };
      boxes.forEach((box, index) => {
        box.field = anew?.[index] ?? box.field;
      });
      if (isNewStyle || 'colorScheme' in changes) drawing.applyStyle(isNewStyle);
      refresh();
      if (changes.value !== undefined) await give(changes.value);
    },
    give,
    codeContext: () => {
      read();
      return model.codeContext();
    },
    heed: () => refresh(),
    get showing() {
      return model.showing;
    },
    put: (shown) => write(boxes, shown, true),
    watch: (listener) => {
      read();
      return model.watch(listener);
    },
    clear,
    forget: () => write(model.showing ? boxes : boxes.filter(({ field }) => field.fleeting)),
    focus: () => {
      cancelFocus();
      const isWrong = (box: BoxState) => toBox(box, context()).verdict !== 'complete';
      cancelFocus = whenFocused(root.ownerDocument, () => inputOf(boxes.find(isWrong) ?? boxes[0])?.focus());
    },
    blur: () => {
      cancelFocus();
      root.querySelector<HTMLElement>(':focus')?.blur();
    },
    validate: () => {
      read();
      for (const box of boxes) box.asked = true;
      refresh(true);
      return state();
    },
  };
};
