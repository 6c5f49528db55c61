import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { ApiError } from '../problem.ts';
import { findFormula } from '../reactors/formulas.ts';
import { reactorsOfFormula } from '../reactors/reactors.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';

/** Reactors that are named, at most. */
const most = 100;

/** What the API does not tell of formulas. */
export const formulasOf = ({
  store,
}: Pick<ConsoleServices, 'store'>): Handlers<typeof consoleContract.formulas, ConsoleContext> => ({
  uses: async ({ tenant, params, asker }) => {
    const { id: tenantId } = await tenant();
    const formula = await findFormula(store, tenantId, params.id);
    if (!formula) throw new ApiError('not-found', 'There is no reactor formula with this id.');
    const found = await reactorsOfFormula(store.scans(asker(tenantId)), tenantId, formula, most + 1);
    return { data: found.slice(0, most), more: found.length > most };
  },
});
