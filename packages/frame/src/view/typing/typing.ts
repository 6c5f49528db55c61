import type { Context, Field } from '@tessera/fields';
import { type Edit, insert, reformat, remove, type Selection } from './edit.ts';

/** What `typing` needs to know of the box it serves. */
export interface Typist {
  /** The box may become another while nothing stands in it. */
  readonly box: { readonly field: Field };
  context(): Context;
  /** The text of the input has changed; `typed` when a person's keys or clipboard did it and the caret is at its end. */
  changed(input: HTMLInputElement, typed: boolean): void;
}

/** Handlers for the events of an input. */
export interface Typing {
  beforeinput(event: InputEvent): void;
  input(event: Event): void;
  compositionend(event: Event): void;
}

const selectionOf = (input: HTMLInputElement): Selection => ({
  text: input.value,
  start: input.selectionStart ?? input.value.length,
  end: input.selectionEnd ?? input.value.length,
});

/** What the browser would make of it by itself. */
const plainly: Pick<Field, 'parse' | 'format'> = { parse: (typed) => typed, format: (value) => value };

const replacementFor = (event: InputEvent, field: Field, selection: Selection): Edit | undefined => {
  const { inputType, data } = event;
  if (inputType === 'deleteContentBackward') return remove(field, selection, 'before');
  if (inputType === 'deleteContentForward') return remove(field, selection, 'after');
  const isInsertion = inputType === 'insertText' || inputType === 'insertFromPaste';
  return isInsertion && data !== null ? insert(field, selection, data) : undefined;
};

/**
 * Writes through the editing command, not the property, so that the browser's undo goes on to work. A box without the
 * focus (autofill fills several at once) has no command; nor have browsers that run none inside an event.
 */
const write = (input: HTMLInputElement, { text, caret }: Edit): void => {
  const old = input.value;
  if (old !== text) {
    const shorter = Math.min(old.length, text.length);
    let start = 0;
    while (start < shorter && old[start] === text[start]) start += 1;
    let tail = 0;
    while (tail < shorter - start && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    const between = text.slice(start, text.length - tail);
    if (input.matches(':focus')) {
      input.setSelectionRange(start, old.length - tail);
      input.ownerDocument.execCommand(between ? 'insertText' : 'delete', false, between);
    }
    if (input.value !== text) input.value = text;
  }
  if (input.matches(':focus')) input.setSelectionRange(caret, caret);
};

/** Formats an input while it is typed into. The caret, undo and compositions stay the person's. */
export const typing = ({ box, context, changed }: Typist): Typing => {
  /** While `write` works, the browser reports its steps as edits. */
  let writing = false;

  const put = (input: HTMLInputElement, edit: Edit, typed: boolean) => {
    writing = true;
    write(input, edit);
    writing = false;
    changed(input, typed && edit.caret === edit.text.length);
  };

  /** One more key into a box that is full. Taking it would push a digit out or make a right value wrong. */
  const overflows = ({ inputType, data }: InputEvent, before: string, after: string): boolean => {
    const isKey = inputType === 'insertText' && data?.length === 1;
    const { field } = box;
    if (!isKey || field.fill(field.parse(before), context()) !== 'full') return false;
    return field.judge(field.parse(after), context()) === 'invalid';
  };

  const tidy = (input: HTMLInputElement, typed: boolean) =>
    put(input, reformat(box.field, { text: input.value, caret: selectionOf(input).start }), typed);

  return {
    beforeinput: (event) => {
      const input = event.currentTarget;
      if (writing || event.isComposing || !(input instanceof HTMLInputElement)) return;
      const selection = selectionOf(input);
      const { field } = box;
      const edit = replacementFor(event, field, selection);
      if (!edit) return;
      const native = replacementFor(event, { ...field, ...plainly }, selection);
      const isRefused = selection.start === selection.end && overflows(event, selection.text, edit.text);
      if (!isRefused && native?.text === edit.text && native.caret === edit.caret) return;
      event.preventDefault();
      if (!isRefused && edit.text !== selection.text) put(input, edit, event.inputType.startsWith('insert'));
    },
    input: (event) => {
      const input = event.currentTarget;
      if (writing || !(input instanceof HTMLInputElement)) return;
      const { inputType = '', isComposing = false } = event as Partial<InputEvent>;
      // A composition is not ours to touch, and undo must find the text it left.
      if (isComposing || inputType.startsWith('history')) changed(input, false);
      else tidy(input, inputType.startsWith('insert') && input.matches(':focus'));
    },
    compositionend: (event) => {
      if (event.currentTarget instanceof HTMLInputElement) tidy(event.currentTarget, true);
    },
  };
};
