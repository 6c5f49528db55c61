import { readIso } from '../../expressions/instant.ts';

/** A span of time: a whole day where only a date was written, else a second, the precision in which the vault keeps dates. */
export interface Span {
  readonly from: number;
  readonly before: number;
}

const second = 1000;
const day = 86_400 * second;

/** Reads an ISO 8601 date or date-time (without an offset: UTC) as the span it names. */
export const readSpan = (text: string): Span | undefined => {
  const instant = readIso(text);
  if (instant === undefined) return undefined;
  const from = Math.floor(instant.milliseconds / second) * second;
  return { from, before: from + (text.trim().length === 10 ? day : second) };
};
