/** An exact decimal number, digits × 10^-scale: 19.95 × 3 is 59.85 and not 59.849999999999994. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

/** The shortest decimal that JSON writes for a finite number. */
export const decimalOf = (value: number): Decimal => {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * power(-scale), scale: 0 } : { digits, scale };
};

export const numberOf = ({ digits, scale }: Decimal): number => Number(`${digits}e${-scale}`);

const align = (a: Decimal, b: Decimal): [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * power(scale - a.scale), b.digits * power(scale - b.scale), scale];
};

export const add = (a: Decimal, b: Decimal): Decimal => {
  const [left, right, scale] = align(a, b);
  return { digits: left + right, scale };
};

export const negate = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale });

export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

/** To at least twenty significant digits, more than a JSON number holds. */
export const divide = (a: Decimal, b: Decimal): Decimal => {
  const shift = Math.max(0, 20 + String(b.digits).length - String(a.digits).length, b.scale - a.scale);
  return { digits: (a.digits * power(shift)) / b.digits, scale: a.scale - b.scale + shift };
};

/** The remainder takes the sign of the divisor, as in Liquid. */
export const remainder = (a: Decimal, b: Decimal): Decimal => {
  const [left, right, scale] = align(a, b);
  const rest = left % right;
  return { digits: rest !== 0n && rest < 0n !== right < 0n ? rest + right : rest, scale };
};

/** Rounds to a number of places, halves away from zero. */
export const round = (value: Decimal, places: number): Decimal => {
  if (value.scale <= places) return value;
  const unit = power(value.scale - places);
  const half = value.digits < 0n ? -unit / 2n : unit / 2n;
  return { digits: (value.digits + half) / unit, scale: places };
};
