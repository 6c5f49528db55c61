import type { Field } from '@tessera/fields';

/** The text of an input and where its caret stands. */
export interface Edit {
  readonly text: string;
  readonly caret: number;
}

/** The text of an input and what of it is selected; a caret is an empty selection. */
export interface Selection {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const isTyped = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{Nd}]/u.test(character);

const typedCount = (text: string): number => text.match(/[\p{L}\p{Nd}]/gu)?.length ?? 0;

/**
 * The text as its field writes it. The caret keeps as many digits and letters on its right as it had: formatting adds and takes
 * characters where people do not look, on the left of what they are doing.
 */
export const reformat = (field: Field, { text, caret }: Edit): Edit => {
  const formatted = field.format(field.parse(text));
  if (formatted === text) return { text, caret };
  let toPass = typedCount(text.slice(caret));
  if (toPass === 0) return { text: formatted, caret: formatted.length };
  let place = formatted.length;
  while (toPass > 0 && place > 0) {
    place -= 1;
    if (isTyped(formatted[place])) toPass -= 1;
  }
  // Between two groups the caret stays with the character before it.
  while (place > 0 && !isTyped(formatted[place - 1])) place -= 1;
  return { text: formatted, caret: place };
};

/** Types or pastes in place of the selection. */
export const insert = (field: Field, { text, start, end }: Selection, typed: string): Edit =>
  reformat(field, { text: text.slice(0, start) + typed + text.slice(end), caret: start + typed.length });

/** Deletes the selection, or one character `before` or `after` the caret: the next one that formatting does not put back. */
export const remove = (field: Field, { text, start, end }: Selection, side: 'before' | 'after'): Edit => {
  const cut = (from: number, to: number) =>
    reformat(field, { text: text.slice(0, from) + text.slice(to), caret: from });
  if (start !== end) return cut(start, end);
  const step = side === 'before' ? -1 : 1;
  for (let place = side === 'before' ? start - 1 : start; place >= 0 && place < text.length; place += step) {
    const edit = cut(place, place + 1);
    if (edit.text !== text) return edit;
  }
  return { text, caret: start };
};
