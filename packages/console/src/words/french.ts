import { frenchAccess } from './french/access.ts';
import { frenchAdministration } from './french/administration.ts';
import { frenchAround } from './french/around.ts';
import { frenchViews } from './french/data.ts';
import { frenchDeveloper } from './french/developer.ts';
import { frenchGate } from './french/gate.ts';
import { frenchKeys } from './french/keys.ts';
import { frenchPages } from './french/pages.ts';
import type { Words } from './words.ts';

/** Everything that the console says, in French. */
export const words: Words = {
  ...frenchAround,
  ...frenchGate,
  ...frenchViews,
  ...frenchAccess,
  ...frenchAdministration,
  ...frenchDeveloper,
  ...frenchKeys,
  ...frenchPages,
};
