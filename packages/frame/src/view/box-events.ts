import type { ElementEvent, ElementState } from '@tessera/bridge';
import type { Context } from '@tessera/fields';
import { type BoxState, edit, leave } from './box.ts';
import type { BoxEvents } from './box-template.ts';
import { typing } from './typing.ts';

/** What the events of boxes act on. */
export interface BoxesWorld {
  readonly boxes: readonly BoxState[];
  inputOf(box: BoxState | undefined): HTMLInputElement | null;
  context(): Context;
  state(): ElementState;
  /** Draws, and reports when something is another. */
  refresh(always?: boolean): void;
  readonly whileTyping: boolean;
  emit(event: ElementEvent): void;
}

/** What happens in the boxes of an element while people type, walk from one to the next, and leave them. */
export const boxEvents = ({
  boxes,
  inputOf,
  context,
  state,
  refresh,
  whileTyping,
  emit,
}: BoxesWorld): readonly BoxEvents[] =>
  boxes.map((box, index): BoxEvents => {
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
        // A key that is held down empties one box and stops there.
        const back = neighbour(-1);
        if (key === 'Backspace' && !repeat && back && inputOf(box)?.value === '') {
          event.preventDefault();
          back.focus();
          back.setSelectionRange(back.value.length, back.value.length);
        }
      },
    };
  });
