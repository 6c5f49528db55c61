import { type ElementOptions, Failure } from '@tessera/bridge';
import type { Context, Field, Verdict } from '@tessera/fields';
import type { ShapedField } from './shaped-field.ts';

/** How many years ahead the field takes a date by itself, and the most that a page may have it take. */
const [usual, most] = [20, 100];

/** From the worst verdict to the best. */
const verdicts: readonly Verdict[] = ['invalid', 'incomplete', 'complete'];

const rank = (verdict: Verdict): number => verdicts.indexOf(verdict);

const laterBy = (context: Context, years: number): Context => ({
  ...context,
  now: { ...context.now, year: context.now.year + years },
});

/**
 * Judges a date that may lie so many years ahead by what the field says of twenty years from different starts: for fewer years, a date
 * must lie in the twenty from now and in the twenty that end with them; for more, in some of those that cover them.
 */
const judgeWithin =
  ({ judge }: Field, years: number): Field['judge'] =>
  (date, context) => {
    const from = (start: number) => rank(judge(date, laterBy(context, start)));
    if (years <= usual) return verdicts[Math.min(from(0), from(years - usual))] as Verdict;
    const starts = Array.from({ length: Math.ceil(years / usual) }, (_, n) => Math.min(n * usual, years - usual));
    return verdicts[Math.max(...starts.map(from))] as Verdict;
  };

/** An expiration date that may lie more or fewer years ahead, or has spaces around its slash. */
export const expirationDateBy = (
  field: Field,
  { maxElapsedExpirationYear: years, showSpacing }: ElementOptions,
): ShapedField => {
  const isYears = Number.isInteger(years) && Number(years) >= 0 && Number(years) <= most;
  if (years !== undefined && years !== null && !isYears) {
    throw new Failure('invalid-option', { detail: 'maxElapsedExpirationYear' });
  }
  const judge = judgeWithin(field, years ?? usual);
  const isWhole = (date: string) => /^\d+\/\d{4,}$/.test(date);
  const within: ShapedField = {
    ...field,
    judge,
    fill: (date, context) => {
      if (isWhole(date)) return 'full';
      return judge(date, context) === 'complete' ? 'enough' : 'short';
    },
  };
  if (showSpacing !== true) return within;
  return {
    ...within,
    // A space at the end is what is left of a separator whose slash was deleted.
    parse: (typed) => field.parse(typed.includes('/') ? typed : typed.trimEnd()),
    format: (date) => field.format(date).replace('/', ' / '),
    placeholder: field.placeholder.replace('/', ' / '),
  };
};
