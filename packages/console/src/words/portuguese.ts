import { portugueseAccess } from './portuguese/access.ts';
import { portugueseAdministration } from './portuguese/administration.ts';
import { portugueseAround } from './portuguese/around.ts';
import { portugueseViews } from './portuguese/data.ts';
import { portugueseDeveloper } from './portuguese/developer.ts';
import { portugueseGate } from './portuguese/gate.ts';
import { portugueseKeys } from './portuguese/keys.ts';
import { portuguesePages } from './portuguese/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in Portuguese. */
export const words: Words = {
  ...portugueseAround,
  ...portugueseGate,
  ...portugueseViews,
  ...portugueseAccess,
  ...portugueseAdministration,
  ...portugueseDeveloper,
  ...portugueseKeys,
  ...portuguesePages,
};
