import { asciiDigits } from '@tessera/rules';

/** A text in capital letters and ASCII digits, also where it was typed in full width, as Japanese keyboards do. */
export const capitals = (typed: string): string => asciiDigits(typed.normalize('NFKC')).toUpperCase();
