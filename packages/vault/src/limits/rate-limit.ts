import { contract, type Route } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { isPageKey } from '../access/page-keys.ts';
import { ApiError } from '../problem.ts';
import type { Budgets } from './budgets.ts';
import { networkOf } from './network-of.ts';

/** Calls a second. */
export interface Rates {
  /** Of a key that stands in pages, from one address. */
  elements: number;
  /** Of every other key, from all addresses together. */
  others: number;
}

/**
 * Routes that a key in pages may call less often than others: a second from one address, and at once after a rest. With more, the
 * table of BINs could be read entry by entry in a day.
 */
const rarer: ReadonlyMap<Route, { perSecond: number; burst: number }> = new Map([
  [contract.enrichments.cardDetails, { perSecond: 1, burst: 60 }],
]);

const refusal = (rate: string, onPages: boolean, wait: number) =>
  new ApiError('rate-limited', `The caller may make ${rate} a second${onPages ? ' from one address' : ''}.`, {
    headers: { 'Retry-After': String(Math.ceil(wait / 1000)) },
  });

/**
 * Refuses a call whose key has used up its allowance. Keys of type `elements` and `public` stand in pages, so everybody has them and the
 * address counts too: one visitor must not use up the allowance of the shop. Throws 429 with `Retry-After`.
 */
export const rateLimit =
  (budgets: Budgets, rates: Rates) =>
  async (caller: Caller, address: string, route?: Route): Promise<void> => {
    const onPages = isPageKey(caller);
    const perSecond = onPages ? rates.elements : rates.others;
    const name = onPages ? `${caller.applicationId} ${networkOf(address)}` : caller.applicationId;
    const wait = await budgets.take(name, perSecond);
    if (wait > 0) throw refusal(`${perSecond} calls`, onPages, wait);
    const rare = onPages && route ? rarer.get(route) : undefined;
    if (!rare) return;
    const longer = await budgets.take(`${name} ${route?.path}`, rare.perSecond, 1, rare.burst);
    if (longer > 0) throw refusal(`${rare.perSecond} call of this kind`, onPages, longer);
  };

/** Calls a second of what needs no key, such as `/readyz`, that one address may make before its answers are held back. */
const openPerSecond = 100;

/** Whether an address asks for more than its share of what needs no key. */
export const floodOf =
  (budgets: Budgets) =>
  async (address: string): Promise<boolean> =>
    (await budgets.take(networkOf(address), openPerSecond)) > 0;
