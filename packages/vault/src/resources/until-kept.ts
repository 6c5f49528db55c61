import { ApiError } from '../problem.ts';

/** How often a change is tried when others change the same thing at the same time. */
const tries = 5;

/**
 * Tries a change until the store has kept it. `attempt` reads what is there, changes it and commits it over what it has read; it gives the
 * answer of the call, and `undefined` if somebody else was quicker. `what` is its name in a sentence. Throws 409 if others are always quicker.
 */
export const untilKept = async <Answer>(what: string, attempt: () => Promise<Answer | undefined>): Promise<Answer> => {
  for (let time = 0; time < tries; time += 1) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw new ApiError('conflict', `The ${what} is being changed by others all the time; read it and try again.`);
};
