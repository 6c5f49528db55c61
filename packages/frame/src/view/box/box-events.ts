import type { Model } from '../model.ts';
import { typing } from '../typing/typing.ts';
import { type BoxState, edit, leave } from './box.ts';
import type { BoxEvents, InputEvents } from './box-drawing.ts';

/** What the events of boxes act on. */
export interface BoxesContext {
  readonly model: Model;
  inputOf(box: BoxState | undefined): HTMLInputElement | null;
  /** Draws, and emits `change` when the state changed, or always. */
  refresh(always?: boolean): void;
}

/** What happens to the boxes of an element. */
export interface BoxesHandling {
  /** The event handlers of each box: people type, move from one box to the next, and leave. */
  readonly events: readonly BoxEvents[];
  /**
   * Takes in what came into the inputs without an event. Test tools, password managers and scripts of extensions set values like that. A
   * page cannot, so that such a value counts as typed.
   */
  read(): void;
}

export const handleBoxes = ({ model, inputOf, refresh }: BoxesContext): BoxesHandling => {
  const { boxes, context, state, whileTyping, emit } = model;

  const changed = (index: number, input: HTMLInputElement, typed: boolean) => {
    const box = boxes[index];
    // A value that is shown is not what was typed, whatever a tool writes over it.
    if (!box || model.showing) return;
    const value = box.field.parse(input.value);
    if (value === box.value) return;
    edit(box, value, context());
    refresh(whileTyping);
    const isDone = box.field.judge(value, context()) === 'complete' && box.field.fill(value, context()) === 'full';
    if (typed && isDone && boxes[index + 1]?.value === '') inputOf(boxes[index + 1])?.focus();
  };

  const events = boxes.map((box, index): BoxEvents => {
    const neighbour = (step: number) => inputOf(boxes[index + step]);
    /** The person is done with the input: what is in it now is what counts. */
    const commit = () => {
      const input = inputOf(box);
      if (input) changed(index, input, false);
      leave(box, context());
      const text = box.field.format(box.value);
      if (input && input.value !== text) input.value = text;
      refresh();
    };
    const ofInput: InputEvents = {
      ...typing({ box, context, changed: (input, typed) => changed(index, input, typed) }),
      focus: () => emit({ type: 'focus', targetId: box.targetId }),
      click: () => emit({ type: 'click', targetId: box.targetId }),
      change: commit,
      blur: () => {
        commit();
        emit({ type: 'blur', targetId: box.targetId, ...state() });
      },
      keydown: (event) => {
        const { key, altKey, ctrlKey, shiftKey, metaKey, isComposing, repeat, keyCode } = event;
        // In Safari, the key that ends a composition comes after its end.
        if (isComposing || keyCode === 229) return;
        // A page may submit its form when it hears this, before the input reports a change.
        if (key === 'Enter') commit();
        if (key === 'Enter' || key === 'Escape') {
          emit({ type: 'keydown', targetId: box.targetId, key, altKey, ctrlKey, shiftKey, metaKey });
        }
        // A held-down key empties one box and stops there.
        const back = neighbour(-1);
        if (key === 'Backspace' && !repeat && back && inputOf(box)?.value === '') {
          event.preventDefault();
          back.focus();
          back.setSelectionRange(back.value.length, back.value.length);
        }
      },
    };
    return { ofInput, chosen: () => refresh() };
  });

  const read = () =>
    boxes.forEach((box, index) => {
      const input = inputOf(box);
      if (input) changed(index, input, false);
    });
  return { events, read };
};
