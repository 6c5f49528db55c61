import type { FieldError, MessageKind } from '@tessera/bridge';
import type { Context, Field, Verdict } from '@tessera/fields';
import type { ShapedField } from '../shape/shaped-field.ts';

/** One input of an element, as code inside the frame may read it. */
export interface Box {
  readonly field: Field;
  /** Its name in events and errors. */
  readonly targetId: string;
  /** The value in the field's canonical form. */
  readonly value: string;
  /** Of the value as it stands, as if the person had left the box. */
  readonly verdict: Verdict;
  readonly empty: boolean;
  /** The page gave the value, or a part of it, and the box was not empty since. */
  readonly given: boolean;
  /** Counts the edits: as long as it stays, so does the value. */
  readonly revision: number;
}

/** What is shown to be wrong. An input in which nothing stands is `empty`, and not called incomplete. */
export type ShownError = MessageKind;

/** What a box remembers between two events. */
export interface BoxState {
  field: ShapedField;
  readonly targetId: string;
  value: string;
  revision: number;
  given: boolean;
  /** The person has left the box since the last edit. */
  left: boolean;
  /** The box was asked for, so that being empty is an error too. */
  asked: boolean;
  /** An error was shown, and no edit has taken it back since. */
  erred: boolean;
  /** The value whose digits the page was told last; empty once another one is begun. */
  told: string;
}

export const createBox = (field: ShapedField, targetId: string): BoxState => ({
  field,
  targetId,
  value: '',
  revision: 0,
  given: false,
  left: false,
  asked: false,
  erred: false,
  told: '',
});

/** Takes in a value after an edit. An error goes as soon as it may be on its way to being mended. */
export const edit = (box: BoxState, value: string, context: Context): void => {
  box.value = value;
  box.given &&= value !== '';
  box.revision += 1;
  box.left = false;
  box.asked = false;
  box.erred &&= box.field.judge(value, context) === 'invalid';
  if (!value.startsWith(box.told.slice(0, 6))) box.told = '';
};

/**
 * Whether the page may learn digits of a complete value: nothing more is expected, and it was told none of a longer or shorter
 * one that begins alike. The last digits of a card number and those of its beginnings would add up to the number.
 */
export const tellsDigits = ({ field, value, left, asked, told }: BoxState, context: Context): boolean =>
  (left || asked || field.fill(value, context) === 'full') && (told === '' || told.length === value.length);

/** The error to show now: late while it may still come right, at once when it is mended. */
export const shownError = (box: BoxState, context: Context, whileTyping: boolean): ShownError | undefined => {
  if (box.value === '') return box.asked ? 'empty' : undefined;
  const verdict = box.field.judge(box.value, { ...context, settled: box.left || box.asked });
  if (verdict === 'complete') return undefined;
  return box.left || box.asked || box.erred || whileTyping ? verdict : undefined;
};

/** An error as the page is told it. */
export const fieldError = (targetId: string, error: ShownError): FieldError =>
  error === 'empty' ? { targetId, type: 'incomplete', empty: true } : { targetId, type: error };

/** The person leaves the box. */
export const leave = (box: BoxState, context: Context): void => {
  // The value is the same, only written to the end, so this is no edit: a call that is being retried stays the same call.
  box.value = box.field.settle?.(box.value) ?? box.value;
  box.left = true;
  box.erred = shownError(box, context, false) !== undefined;
};

export const toBox = ({ field, targetId, value, given, revision }: BoxState, context: Context): Box => {
  const verdict = field.judge(value, { ...context, settled: true });
  return { field, targetId, value, verdict, empty: value === '', given, revision };
};
