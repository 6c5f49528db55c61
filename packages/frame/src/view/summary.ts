import type { ElementState, Facts, FieldError } from '@tessera/bridge';
import type { Context } from '@tessera/fields';
import { type BoxState, shownError } from './box/box.ts';

/** What the boxes of an element tell when taken together: everything an event may say of them. */
export const summary = (boxes: readonly BoxState[], context: Context, whileTyping: boolean): ElementState & Facts => {
  const verdicts = boxes.map(({ field, value, left, asked }) =>
    field.judge(value, { ...context, settled: left || asked }),
  );
  const valid = verdicts.every((verdict) => verdict === 'complete');
  const maskSatisfied = boxes.every(({ field, value }) => field.fill(value, context) !== 'short');
  const errors = boxes.flatMap((box): FieldError[] => {
    const type = shownError(box, context, whileTyping);
    return type ? [{ targetId: box.targetId, type }] : [];
  });
  return {
    empty: boxes.every(({ value }) => value === ''),
    complete: valid && maskSatisfied,
    valid,
    maskSatisfied,
    ...(errors.length > 0 && { errors }),
    ...Object.assign({}, ...boxes.map(({ field, value }, index) => field.facts(value, verdicts[index] ?? 'invalid'))),
  };
};
