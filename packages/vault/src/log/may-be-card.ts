import { isCardNumber } from '@tessera/rules';

/** The form in which most callers draw their ids. Its groups of digits would be refused now and then, by chance alone. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Digits with no more than one mark between two of them, as cards are printed. */
const digitRun = /\d(?:[-._:+/=@]?\d)*/g;

/** Whether a text that is written down in clear could hold a card number: 12 to 19 digits with a right check digit. */
export const mayBeCard = (text: string): boolean =>
  !uuid.test(text) && [...text.matchAll(digitRun)].some(([run]) => isCardNumber(run.replace(/\D/g, '')));
