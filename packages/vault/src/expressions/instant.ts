/** A moment and the offset from UTC under which it was written. */
export interface Instant {
  readonly milliseconds: number;
  readonly offsetMinutes: number;
}

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)? ?([Zz]|[+-]\d{2}:?\d{2})?)?$/;

const offsetOf = (zone: string): number => {
  if (zone === '' || zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
};

/** Reads ISO 8601: a date, or a date and time with or without an offset (without: UTC). */
export const readIso = (text: string): Instant | undefined => {
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = ''] =
    iso.exec(text.trim()) ?? [];
  if (year === '') return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // A day or month that does not exist rolls over into another one.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  date.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')));
  const offsetMinutes = offsetOf(zone);
  return { milliseconds: date.getTime() - offsetMinutes * 60_000, offsetMinutes };
};

/** Reads seconds since 1970, as far as calendars of four-digit years reach. */
export const readEpoch = (seconds: number): Instant | undefined => {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? { milliseconds: date.getTime(), offsetMinutes: 0 } : undefined;
};
