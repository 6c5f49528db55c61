import type { ElementState, Facts, FieldError } from '@tessera/bridge';
import type { Context } from '@tessera/fields';
import { type BoxState, fieldError, shownError, tellsDigits } from './box/box.ts';

/**
 * What the boxes of an element tell when taken together: everything an event may say of them. Boxes remember which digits of
 * theirs were told.
 */
export const summary = (
  boxes: readonly BoxState[],
  context: Context,
  whileTyping: boolean,
  mayTell = tellsDigits,
): ElementState & Facts => {
  const parts = boxes.map((box) => {
    const { field, value, left, asked } = box;
    const settled = { ...context, settled: left || asked };
    const verdict = field.judge(value, settled);
    const tells = verdict === 'complete' && mayTell(box, context);
    if (tells) box.told = value;
    return {
      valid: verdict === 'complete',
      filled: field.fill(value, settled) !== 'short',
      facts: field.facts(value, tells ? verdict : 'incomplete'),
    };
  });
  const valid = parts.every((part) => part.valid);
  const maskSatisfied = parts.every(({ filled }) => filled);
  const errors = boxes.flatMap((box): FieldError[] => {
    const error = shownError(box, context, whileTyping);
    return error ? [fieldError(box.targetId, error)] : [];
  });
  return {
    empty: boxes.every(({ value }) => value === ''),
    complete: valid && maskSatisfied,
    valid,
    maskSatisfied,
    ...(errors.length > 0 && { errors }),
    ...Object.assign({}, ...parts.map(({ facts }) => facts)),
  };
};
