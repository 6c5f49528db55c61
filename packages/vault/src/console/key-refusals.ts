import type { Refusal } from '../keys/destroy.ts';
import { RootKeyError } from '../keys/errors.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';

/** The number of a version as paths and approvals name it; nothing for other text. */
export const versionIn = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

export const noSuchVersion = (named: string | number): ApiError =>
  new ApiError('not-found', `The key of this tenant has no version ${named}.`);

/** Runs what needs the root key. Throws 503 where that cannot be used, with the reason. */
export const withRootKey = async <T>(run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof RootKeyError)) throw error;
    throw new ApiError(
      'unavailable',
      `New keys have to be wrapped under the root key, which cannot be used now. Nothing was changed. ${error.message}`,
    );
  }
};

/** Why a version was not destroyed, for the operator. */
export const refusalProblem = (version: number, refusal: Refusal): ApiError => {
  switch (refusal.reason) {
    case 'unknown':
      return noSuchVersion(version);
    case 'destroyed':
      return new ApiError('conflict', `Version ${version} was destroyed at ${wireTime(refusal.at)}.`);
    case 'newest':
      return new ApiError('conflict', `Version ${version} is the newest one. Rotate the key first, then rewrap.`);
    case 'settling': {
      const seconds = Math.ceil(refusal.left / 1000);
      return new ApiError(
        'conflict',
        `Version ${version} was in use until a moment ago, and something may still be written under it. Try again in ${seconds} seconds.`,
      );
    }
    case 'in-use': {
      const values = refusal.values.map(({ what, values: count }) => `${count} ${what}`).join(', ');
      return new ApiError('in-use', `Version ${version} is still needed by ${values}. Rewrap them first.`);
    }
  }
};
