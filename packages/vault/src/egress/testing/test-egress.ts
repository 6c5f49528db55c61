import type { Resolve } from '../addresses.ts';
import { parseDestinations } from '../allow-list.ts';
import { createEgress, type EgressOptions } from '../egress.ts';

/** A name server for which every name has these addresses. */
export const leadingTo =
  (...addresses: readonly string[]): Resolve =>
  async () => ({ addresses, ttl: 60 });

/** Requests to the outside whose world is all here. */
export const testEgress = (options: Partial<EgressOptions>) =>
  createEgress({
    resolve: leadingTo(),
    after: () => () => undefined,
    destinations: parseDestinations(),
    ...options,
  });
