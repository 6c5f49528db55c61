import type { Model } from '../model.ts';
import { typing } from '../typing/typing.ts';
import { type BoxState, edit, leave } from './box.ts';
import type { BoxEvents } from './box-template.ts';

/** What the events of boxes act on. */
export interface BoxesContext {
  readonly model: Model;
  inputOf(box: BoxState | undefined): HTMLInputElement | null;
  /** Draws, and emits `change` when the state changed, or always. */
  refresh(always?: boolean): void;
}

/** The event handlers of each box: people type, move from one box to the next, and leave. */
export const boxEvents = ({ model, inputOf, refresh }: BoxesContext): readonly BoxEvents[] => {
  const { boxes, context, state, whileTyping, emit } = model;
  return boxes.map((box, index): BoxEvents => {
    const neighbour = (step: number) => inputOf(boxes[index + step]);
    const changed = (input: HTMLInputElement, typed: boolean) => {
      const value = box.field.parse(input.value);
      if (value === box.value) return;
      edit(box, value, context());
      refresh(whileTyping);
      const isDone = box.field.judge(value, context()) === 'complete' && box.field.fill(value, context()) === 'full';
      if (typed && isDone && boxes[index + 1]?.value === '') neighbour(1)?.focus();
    };
    return {
      ...typing({ box, context, changed }),
      focus: () => emit({ type: 'focus', targetId: box.targetId }),
      click: () => emit({ type: 'click', targetId: box.targetId }),
      blur: ({ currentTarget: input }) => {
        leave(box, context());
        const text = box.field.format(box.value);
        if (input instanceof HTMLInputElement && input.value !== text) input.value = text;
        refresh();
        emit({ type: 'blur', targetId: box.targetId, ...state() });
      },
      keydown: (event) => {
        const { key, altKey, ctrlKey, shiftKey, metaKey, isComposing, repeat } = event;
        if (isComposing) return;
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
  });
};
