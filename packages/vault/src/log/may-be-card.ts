import { luhn } from '@tessera/rules';

/** The form in which most callers draw their ids. Its groups of digits would be refused now and then, by chance alone. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Digits with no more than one mark between two of them, as cards are printed. */
const digitRun = /\d(?:[-._:+/=@]?\d)*/g;

/** Whether a text that is written down in clear could hold a card number: 12 to 19 digits that pass the Luhn check. */
export const mayBeCard = (text: string): boolean =>
  !uuid.test(text) &&
  [...text.matchAll(digitRun)].some(([run]) => {
    const digits = run.replace(/\D/g, '');
    return digits.length >= 12 && digits.length <= 19 && luhn(digits);
  });
