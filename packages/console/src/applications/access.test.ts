import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePermissions } from '../../../vault/src/access/compiled-permissions.ts';
import { permissions } from '../../../vault/src/access/permissions.ts';
import { type Cell, cellOf, classifications, columns, type Held } from './access.ts';

/** The same, by the rules that the vault decides by. */
const byRules = (names: readonly string[], classification: string, operation: string): Cell => {
  const [verb = '', level] = operation.startsWith('read:') ? operation.split(':') : [operation];
  const fits = compilePermissions(names).filter(({ reach, operations }) => {
    if (!operations.some((each) => each === verb)) return false;
    if ('container' in reach) return true;
    return (
      reach.classification === classification && (level === undefined || reach.levels.some((each) => each === level))
    );
  });
  if (fits.length === 0) return 'none';
  return verb !== 'read' || fits.some(({ transform }) => transform === 'reveal') ? 'full' : 'half';
};

it('shows what the vault decides, for every set of permissions', () => {
  const names = permissions.map(({ type }) => type);
  fc.assert(
    fc.property(fc.subarray(names), (some) => {
      const held = { permissions: some } as Held;
      for (const classification of classifications)
        for (const column of columns)
          expect(cellOf(held, classification, column), `${classification} ${column}`).toBe(
            byRules(some, classification, column),
          );
    }),
    { numRuns: 200 },
  );
});
