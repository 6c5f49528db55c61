import { parseDestinations } from '../allow-list.ts';
import { createEgress, type EgressOptions } from '../egress.ts';

/** Requests to the outside whose world is all here. */
export const testEgress = (options: Partial<EgressOptions>) =>
  createEgress({
    resolve: async () => [],
    after: () => () => undefined,
    destinations: parseDestinations(),
    ...options,
  });
