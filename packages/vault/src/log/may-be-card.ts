import { isCardNumber } from '@tessera/rules';

/** A UUID, as most callers use for ids. Some would be refused only because their digits pass the Luhn check by chance. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Digits with at most one separator between two of them, as printed on cards. */
const digitRun = /\d(?:[-._:+/=@]?\d)*/g;

/** Whether a text that is written down in clear could hold a card number: 12 to 19 digits with a right check digit. */
export const mayBeCard = (text: string): boolean =>
  !uuid.test(text) && [...text.matchAll(digitRun)].some(([run]) => isCardNumber(run.replace(/\D/g, '')));
