import { spanishAccess } from './spanish/access.ts';
import { spanishAdministration } from './spanish/administration.ts';
import { spanishAround } from './spanish/around.ts';
import { spanishViews } from './spanish/data.ts';
import { spanishDeveloper } from './spanish/developer.ts';
import { spanishGate } from './spanish/gate.ts';
import { spanishKeys } from './spanish/keys.ts';
import { spanishPages } from './spanish/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in Spanish. */
export const words: Words = {
  ...spanishAround,
  ...spanishGate,
  ...spanishViews,
  ...spanishAccess,
  ...spanishAdministration,
  ...spanishDeveloper,
  ...spanishKeys,
  ...spanishPages,
};
