import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assertMayGrant } from './may-grant.ts';
import { grant, permissions } from './permissions.ts';

const management = permissions
  .filter(({ application_types }) => application_types.includes('management'))
  .map(({ type }) => type);

type Check = typeof assertMayGrant;

/** What the applications hold that can be reached from one by creating and changing others. */
const reached = (
  first: readonly string[],
  steps: readonly { by: number; asked: string[] }[],
  check: Check,
): Set<string> => {
  const held = [new Set(first)];
  for (const { by, asked } of steps) {
    const { permissions: granted } = grant('management', asked);
    try {
      check({ permissions: held[by % held.length] ?? new Set() }, { type: 'management', permissions: granted });
      held.push(new Set(granted));
    } catch {
      // It is refused; the next step is tried.
    }
  }
  return new Set(held.flatMap((each) => [...each]));
};

const some = fc.subarray(management);
const steps = fc.array(fc.record({ by: fc.nat(), asked: some }), { maxLength: 20 });

it('no chain of management applications holds more than the first of them', () => {
  fc.assert(
    fc.property(some, steps, (first, chain) => {
      expect([...reached(first, chain, assertMayGrant)].filter((permission) => !first.includes(permission))).toEqual(
        [],
      );
    }),
  );
  // The counter-proof: without the check the second holds whatever was asked for.
  const escalation = [{ by: 0, asked: ['tenant:delete'] }];
  expect(reached(['application:create'], escalation, () => undefined)).toContain('tenant:delete');
});
