import { arabicAccess } from './arabic/access.ts';
import { arabicAdministration } from './arabic/administration.ts';
import { arabicAround } from './arabic/around.ts';
import { arabicViews } from './arabic/data.ts';
import { arabicDeveloper } from './arabic/developer.ts';
import { arabicGate } from './arabic/gate.ts';
import { arabicKeys } from './arabic/keys.ts';
import { arabicPages } from './arabic/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in Arabic. */
export const words: Words = {
  ...arabicAround,
  ...arabicGate,
  ...arabicViews,
  ...arabicAccess,
  ...arabicAdministration,
  ...arabicDeveloper,
  ...arabicKeys,
  ...arabicPages,
};
