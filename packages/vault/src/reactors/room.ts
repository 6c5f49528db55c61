import { ApiError } from '../problem.ts';
import { SandboxBusyError, SandboxUnavailableError } from '../sandbox/pool.ts';

/** Runs something in the sandbox. Throws 429 where the tenant has too much to run already, 503 where nothing can be run. */
export const whenThereIsRoom = async <Result>(run: () => Promise<Result>): Promise<Result> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SandboxBusyError) {
      throw new ApiError('rate-limited', 'Too many reactors of this tenant run or wait already.', {
        headers: { 'Retry-After': '1' },
      });
    }
    if (!(error instanceof SandboxUnavailableError)) throw error;
    throw new ApiError('unavailable', 'Reactors cannot be run right now.', { headers: { 'Retry-After': '5' } });
  }
};
