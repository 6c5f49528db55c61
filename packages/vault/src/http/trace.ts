import { luhn } from '@tessera/rules';
import type { Asked } from './exchange.ts';

const sane = /^[\w.:+/=@-]{1,128}$/;

/** The form in which most callers draw their ids. Its groups of digits would be refused now and then, by chance alone. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Digits with no more than one mark between two of them, as cards are printed. */
const digitRun = /\d(?:[-._:+/=@]?\d)*/g;

const mayBeCard = (text: string): boolean =>
  !uuid.test(text) &&
  [...text.matchAll(digitRun)].some(([run]) => {
    const digits = run.replace(/\D/g, '');
    return digits.length >= 12 && digits.length <= 19 && luhn(digits);
  });

/**
 * The id by which one call is found again in logs: the caller's own when it is short and plain, else a fresh one. The id is
 * answered and logged in clear, so one that may hold a card number (12 to 19 digits that pass the Luhn check, with or without marks
 * between them) is not taken: a caller that puts one there must not make the vault write it down.
 */
export const traceId = ({ headers }: Pick<Asked, 'headers'>, fresh: () => string): string => {
  const given = headers.get('BT-TRACE-ID');
  return given !== null && sane.test(given) && !mayBeCard(given) ? given : fresh();
};
