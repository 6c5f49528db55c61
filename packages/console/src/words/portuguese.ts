import { portugueseAccess } from './portuguese/access.ts';
import { portugueseAdministration } from './portuguese/administration.ts';
import { portugueseAround } from './portuguese/around.ts';
import { portugueseViews } from './portuguese/data.ts';
import { portugueseDeveloper } from './portuguese/developer.ts';
import { portugueseKeys } from './portuguese/keys.ts';
import { portugueseOpenId } from './portuguese/openid.ts';
import { portuguesePages } from './portuguese/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in Portuguese. */
export const words: Words = {
  ...portugueseAround,
  ...portugueseViews,
  ...portugueseAccess,
  ...portugueseAdministration,
  ...portugueseDeveloper,
  ...portugueseKeys,
  ...portugueseOpenId,
  ...portuguesePages,
};
