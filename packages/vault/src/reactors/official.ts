import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../store/port.ts';
import type { Definition } from './definition.ts';
import { type Formula, findOfficialFormula, insertFormula, updateFormula } from './formulas.ts';
import { bankAccountCheck } from './official/bank-account-check.ts';
import { cardFacts } from './official/card-facts.ts';

/** Formulas that come with the vault, under ids that never change (UUID version 8, RFC 9562 §5.8). */
export const officialFormulas: readonly (Definition & { id: string })[] = [
  { id: '0c0ffee0-0000-8000-8000-000000000001', ...cardFacts },
  { id: '0c0ffee0-0000-8000-8000-000000000002', ...bankAccountCheck },
];

const isSame = (formula: Formula, definition: Definition): boolean =>
  (Object.keys(definition) as (keyof Definition)[]).every((name) => isDeepStrictEqual(formula[name], definition[name]));

/**
 * Brings the formulas that come with the vault into the store, so that every tenant sees them. One that the operator has published
 * under the same name stays as it is.
 */
export const publishOfficial = async (store: Store, clock: () => number): Promise<void> => {
  for (const definition of officialFormulas) {
    const before = await findOfficialFormula(store, definition.name);
    if (!before) {
      const { sql, ...statement } = insertFormula({
        ...definition,
        tenantId: undefined,
        reactorId: undefined,
        version: 1,
        createdAt: clock(),
        createdBy: undefined,
        modifiedAt: undefined,
        modifiedBy: undefined,
      });
      // Another process of the vault may do the same at this moment.
      await store.commit([{ ...statement, sql: `${sql} on conflict do nothing` }]);
    } else if (before.id === definition.id && !isSame(before, definition)) {
      await store.commit([
        updateFormula({ ...before, version: before.version + 1, ...definition, modifiedAt: clock() }),
      ]);
    }
  }
};
