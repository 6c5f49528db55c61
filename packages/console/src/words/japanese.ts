import { japaneseAccess } from './japanese/access.ts';
import { japaneseAdministration } from './japanese/administration.ts';
import { japaneseAround } from './japanese/around.ts';
import { japaneseViews } from './japanese/data.ts';
import { japaneseDeveloper } from './japanese/developer.ts';
import { japaneseGate } from './japanese/gate.ts';
import { japaneseKeys } from './japanese/keys.ts';
import { japanesePages } from './japanese/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in Japanese. */
export const words: Words = {
  ...japaneseAround,
  ...japaneseGate,
  ...japaneseViews,
  ...japaneseAccess,
  ...japaneseAdministration,
  ...japaneseDeveloper,
  ...japaneseKeys,
  ...japanesePages,
};
