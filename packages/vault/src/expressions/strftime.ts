import type { Instant } from './instant.ts';

/** A moment on the wall clock of its offset. */
interface Clock extends Instant {
  readonly wall: Date;
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const dayLength = 86_400_000;

const dayOfYear = ({ wall }: Clock): number =>
  Math.floor((wall.getTime() - new Date(wall).setUTCMonth(0, 1)) / dayLength) + 1;

/** Weeks of the year that begin on a given weekday; days before the first such day are week 0. */
const weekFrom = (first: number) => (clock: Clock) =>
  Math.floor((dayOfYear(clock) + 6 - ((clock.wall.getUTCDay() - first + 7) % 7)) / 7);

/** Year and week of ISO 8601, both those of the week's Thursday. */
const isoWeek = ({ wall }: Clock): { year: number; week: number } => {
  const thursday = new Date(wall.getTime() + (3 - ((wall.getUTCDay() + 6) % 7)) * dayLength);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - new Date(thursday).setUTCMonth(0, 1)) / dayLength / 7) + 1 };
};

const zone = ({ offsetMinutes }: Clock, separator: string): string => {
  const size = Math.abs(offsetMinutes);
  const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'));
  return `${offsetMinutes < 0 ? '-' : '+'}${hours}${separator}${minutes}`;
};

const twelve = ({ wall }: Clock): number => wall.getUTCHours() % 12 || 12;
const half = ({ wall }: Clock): string => (wall.getUTCHours() < 12 ? 'AM' : 'PM');

interface Field {
  readonly read: (clock: Clock) => number | string;
  readonly width: number;
  readonly pad: '0' | ' ';
}

const number = (read: Field['read'], width: number, pad: Field['pad'] = '0'): Field => ({ read, width, pad });
const word = (read: Field['read']): Field => ({ read, width: 0, pad: ' ' });

const fields: ReadonlyMap<string, Field> = new Map(
  Object.entries({
    Y: number(({ wall }) => wall.getUTCFullYear(), 4),
    C: number(({ wall }) => Math.floor(wall.getUTCFullYear() / 100), 2),
    y: number(({ wall }) => wall.getUTCFullYear() % 100, 2),
    m: number(({ wall }) => wall.getUTCMonth() + 1, 2),
    B: word(({ wall }) => months[wall.getUTCMonth()] ?? ''),
    b: word(({ wall }) => (months[wall.getUTCMonth()] ?? '').slice(0, 3)),
    d: number(({ wall }) => wall.getUTCDate(), 2),
    e: number(({ wall }) => wall.getUTCDate(), 2, ' '),
    j: number(dayOfYear, 3),
    H: number(({ wall }) => wall.getUTCHours(), 2),
    k: number(({ wall }) => wall.getUTCHours(), 2, ' '),
    I: number(twelve, 2),
    l: number(twelve, 2, ' '),
    M: number(({ wall }) => wall.getUTCMinutes(), 2),
    S: number(({ wall }) => wall.getUTCSeconds(), 2),
    L: number(({ wall }) => wall.getUTCMilliseconds(), 3),
    p: word(half),
    P: word((clock) => half(clock).toLowerCase()),
    A: word(({ wall }) => days[wall.getUTCDay()] ?? ''),
    a: word(({ wall }) => (days[wall.getUTCDay()] ?? '').slice(0, 3)),
    u: number(({ wall }) => wall.getUTCDay() || 7, 1),
    w: number(({ wall }) => wall.getUTCDay(), 1),
    U: number(weekFrom(0), 2),
    W: number(weekFrom(1), 2),
    G: number((clock) => isoWeek(clock).year, 4),
    V: number((clock) => isoWeek(clock).week, 2),
    s: number(({ milliseconds }) => Math.floor(milliseconds / 1000), 1),
    z: word((clock) => zone(clock, '')),
    ':z': word((clock) => zone(clock, ':')),
    Z: word((clock) => (clock.offsetMinutes === 0 ? 'UTC' : zone(clock, ':'))),
    '%': word(() => '%'),
    n: word(() => '\n'),
    t: word(() => '\t'),
  }),
);

/** Directives that stand for several others. */
const compounds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ F: '%Y-%m-%d', T: '%H:%M:%S', D: '%m/%d/%y', R: '%H:%M', r: '%I:%M:%S %p', h: '%b', v: '%e-%^b-%Y' },
    ...{ c: '%a %b %e %H:%M:%S %Y', x: '%m/%d/%y', X: '%H:%M:%S' },
  }),
);

const directive = /%([-0_^]?)(:z|[\s\S]?)/g;

const show = (value: number | string, flag: string, { width, pad }: Field): string => {
  const text = String(value);
  if (flag === '^') return text.toUpperCase();
  return flag === '-' ? text : text.padStart(width, flag === '0' ? '0' : flag === '_' ? ' ' : pad);
};

/** Writes a moment by a POSIX strftime format, in English and on its own offset; undefined where the format is not one. */
export const strftime = (instant: Instant, format: string): string | undefined => {
  const clock = { ...instant, wall: new Date(instant.milliseconds + instant.offsetMinutes * 60_000) };
  let isKnown = true;
  const plain = format.replace(directive, (whole, flag: string, name: string) =>
    flag === '' ? (compounds.get(name) ?? whole) : whole,
  );
  const text = plain.replace(directive, (_, flag: string, name: string) => {
    const field = fields.get(name);
    isKnown &&= field !== undefined;
    return field === undefined ? '' : show(field.read(clock), flag, field);
  });
  return isKnown ? text : undefined;
};
