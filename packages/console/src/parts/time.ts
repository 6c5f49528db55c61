import { html, nothing, type TemplateResult } from 'lit/html.js';

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (language: string): Intl.DateTimeFormat => {
  const known =
    formats.get(language) ?? new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  formats.set(language, known);
  return known;
};

/** A time in the zone of the reader. Pointing at it shows it in UTC, as the log and the API write it. */
export const timeOf = (text: string | null | undefined, language: string): TemplateResult | typeof nothing => {
  if (!text) return nothing;
  const date = new Date(text);
  if (Number.isNaN(date.valueOf())) return html`${text}`;
  const utc = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return html`<time datetime=${date.toISOString()} title=${utc}>${formatOf(language).format(date)}</time>`;
};

/** What `<input type="datetime-local">` holds for a time in UTC; empty for none. */
export const localInput = (text: string | null): string => {
  const date = new Date(text ?? '');
  if (Number.isNaN(date.valueOf())) return '';
  const local = new Date(date.valueOf() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
};

/** The time in UTC for what `<input type="datetime-local">` holds; empty for none. */
export const fromLocalInput = (text: string): string => {
  const date = new Date(text);
  return Number.isNaN(date.valueOf()) ? '' : `${date.toISOString().slice(0, 19)}Z`;
};

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, milliseconds: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** How long ago a time was, in the largest unit of which there is one at least: "3 minutes ago". */
export const ageOf = (text: string, now: number, language: string): string => {
  const passed = Date.parse(text) - now;
  const [unit, length] = units.find(([, each]) => Math.abs(passed) >= each) ?? (['second', 1000] as const);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(passed / length), unit);
};
