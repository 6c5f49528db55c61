import { germanAccess } from './german/access.ts';
import { germanAdministration } from './german/administration.ts';
import { germanAround } from './german/around.ts';
import { germanViews } from './german/data.ts';
import { germanDeveloper } from './german/developer.ts';
import { germanGate } from './german/gate.ts';
import { germanKeys } from './german/keys.ts';
import { germanPages } from './german/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in German. */
export const words: Words = {
  ...germanAround,
  ...germanGate,
  ...germanViews,
  ...germanAccess,
  ...germanAdministration,
  ...germanDeveloper,
  ...germanKeys,
  ...germanPages,
};
