import { StoreError } from '../store/errors.ts';
import { settlingTime } from './destroy.ts';

/**
 * Follows when a process has last seen which keys are stored. One that stands still for a while, perhaps with its machine, does not see that
 * a version it seals under was replaced, settled and destroyed.
 */
export const lastLook = (clock: () => number) => {
  let at = clock();
  const isOutdated = (): boolean => clock() - at >= settlingTime;
  return {
    isOutdated,
    assertRecent: (): void => {
      if (isOutdated())
        throw new StoreError('busy', 'What was destroyed while this process stood still is not read yet.');
    },
    /** Reads what is stored, or what tells that nothing has changed. It counts from when it begins. */
    look: async <T>(read: () => Promise<T>, isSeen: (found: T) => boolean = () => true): Promise<T> => {
      const begun = clock();
      const found = await read();
      if (isSeen(found)) at = begun;
      return found;
    },
  };
};
