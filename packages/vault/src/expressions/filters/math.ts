import { costs } from '../costs.ts';
import { add, type Decimal, decimalOf, divide, multiply, negate, numberOf, remainder, round } from '../decimal.ts';
import { type Context, type Family, filter, optional, required } from '../filter.ts';
import { count, type Kind, numeric } from '../kinds.ts';

/** A result that JSON can hold; a whole number that would lose digits is refused, never rounded. */
export const exact = (result: Decimal | number, context: Context): number => {
  const value = typeof result === 'number' ? result : numberOf(result);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return context.fail('the result has more digits than a JSON number keeps');
  }
  return value === 0 ? 0 : value;
};

/** What arithmetic on two numbers is charged, however many places they have: a double has at most 324. */
const arithmetic = costs.decimal + 324 * costs.place;

const one = (description: string, apply: (value: number) => number) =>
  filter({ description, input: numeric, apply: (value, _, context) => exact(apply(value), context) });

const two = (description: string, apply: (value: number, number: number, context: Context) => Decimal | number) =>
  filter({
    description,
    input: numeric,
    parameters: { number: required(numeric) },
    apply: (value, { number }, context) => {
      context.charge(arithmetic);
      return exact(apply(value, number, context), context);
    },
  });

const byZero = (number: number, context: Context) => {
  if (number === 0) context.fail('a number cannot be divided by 0');
};

/** A number to divide or divide by. Text tells whether it was written with a point; a JSON number does not. */
const operand: Kind<{ value: number; point: boolean }> = {
  expects: numeric.expects,
  read: (read) => {
    const value = numeric.read(read);
    return value === undefined ? undefined : { value, point: typeof read === 'string' && read.includes('.') };
  },
};

export const maths: Family = {
  abs: one('The number without its sign.', Math.abs),
  ceil: one('The next whole number up.', Math.ceil),
  floor: one('The next whole number down.', Math.floor),
  round: filter({
    description: 'Rounded to `digits` places after the point, halves away from zero.',
    input: numeric,
    parameters: { digits: optional(count, 0) },
    apply: (value, { digits }, context) => {
      context.charge(arithmetic);
      return exact(round(decimalOf(value), digits), context);
    },
  }),
  plus: two('The sum, in exact decimal arithmetic.', (a, b) => add(decimalOf(a), decimalOf(b))),
  minus: two('The difference, in exact decimal arithmetic.', (a, b) => add(decimalOf(a), negate(decimalOf(b)))),
  times: two('The product, in exact decimal arithmetic.', (a, b) => multiply(decimalOf(a), decimalOf(b))),
  divided_by: filter({
    description:
      'The quotient; of two whole numbers the whole part, rounded down, unless one of them is written with a point (`4.0`, `"19.00"`).',
    input: operand,
    parameters: { number: required(operand) },
    apply: (dividend, { number: divisor }, context) => {
      byZero(divisor.value, context);
      const [a, b] = [decimalOf(dividend.value), decimalOf(divisor.value)];
      const hasFraction = [dividend, divisor].some(({ value, point }) => point || !Number.isInteger(value));
      const whole = context.fraction || hasFraction ? a : add(a, negate(remainder(a, b)));
      return exact(divide(whole, b), context);
    },
  }),
  modulo: two('The remainder of a division, with the sign of the divisor.', (a, b, context) => {
    byZero(b, context);
    return remainder(decimalOf(a), decimalOf(b));
  }),
  at_least: two('The number, or the limit where the number is smaller.', (a, b) => Math.max(a, b)),
  at_most: two('The number, or the limit where the number is larger.', (a, b) => Math.min(a, b)),
};
