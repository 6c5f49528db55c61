import { japaneseAccess } from './japanese/access.ts';
import { japaneseAdministration } from './japanese/administration.ts';
import { japaneseAround } from './japanese/around.ts';
import { japaneseViews } from './japanese/data.ts';
import { japaneseDeveloper } from './japanese/developer.ts';
import { japaneseKeys } from './japanese/keys.ts';
import { japaneseOpenId } from './japanese/openid.ts';
import { japanesePages } from './japanese/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in Japanese. */
export const words: Words = {
  ...japaneseAround,
  ...japaneseViews,
  ...japaneseAccess,
  ...japaneseAdministration,
  ...japaneseDeveloper,
  ...japaneseKeys,
  ...japaneseOpenId,
  ...japanesePages,
};
