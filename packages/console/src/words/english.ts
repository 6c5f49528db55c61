import { englishAccess } from './english-access.ts';
import { englishAdministration } from './english-administration.ts';
import { englishAround } from './english-around.ts';
import { englishDeveloper } from './english-developer.ts';
import { englishGate } from './english-gate.ts';
import { englishKeys } from './english-keys.ts';
import { englishPages } from './english-pages.ts';
import { englishViews } from './english-views.ts';

/** Everything that the console says, in English, by the part of it that says it. */
export const english = {
  ...englishViews,
  ...englishAccess,
  ...englishAdministration,
  ...englishKeys,
  ...englishAround,
  ...englishGate,
  ...englishDeveloper,
  ...englishPages,
};
