import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { ApiError } from '../problem.ts';
import { failuresOf } from '../reactors/failures.ts';
import { findReactor } from '../reactors/reactors.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';

/** What the API does not tell of reactors. */
export const reactorsOf = ({
  store,
}: Pick<ConsoleServices, 'store'>): Handlers<typeof consoleContract.reactors, ConsoleContext> => ({
  failures: async ({ tenant, params: { id } }) => {
    const { id: tenantId } = await tenant();
    if (!(await findReactor(store, tenantId, id))) throw new ApiError('not-found', 'There is no reactor with this id.');
    const failures = await failuresOf(store, { tenantId, id });
    return {
      data: failures.map(({ failedAt, trace, ...failure }) => ({
        ...{ failed_at: wireTime(failedAt), trace_id: trace },
        ...failure,
      })),
    };
  },
});
