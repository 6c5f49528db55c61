import type { Refusal } from '../keys/destroy.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';

/** The number of a version as paths and approvals name it; nothing for other text. */
export const versionIn = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

export const noSuchVersion = (named: string | number): ApiError =>
  new ApiError('not-found', `The key of this tenant has no version ${named}.`);

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
