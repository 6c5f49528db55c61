import type { Caller } from '../access/authenticate.ts';
import { isPageKey } from '../access/page-keys.ts';
import type { TenantQuota } from '../access/quota.ts';
import type { Creation } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Budgets } from './budgets.ts';
import { networkOf } from './network-of.ts';

/** What a key that stands in a page may store from one address. */
export interface PageAllowance {
  /** Calls a second that such a key may make. Each may store a token, and so many bytes. */
  perSecond: number;
}

export interface CreationLimits {
  /** Counts by address. */
  budgets: Budgets;
  pages: PageAllowance;
  /** Counts by tenant, also beyond a restart. */
  quotas: Budgets;
  /** For tenants that have none of their own; without a number there is no limit. */
  quota: TenantQuota;
}

/** For each call a second: bytes a second, and seconds whose tokens and bytes may come at once. */
const bytesPerCall = 10_240;
const saved = 20;

const day = 86_400;

const refuse = (type: 'too-much-stored' | 'quota-exceeded', detail: string, milliseconds: number): ApiError =>
  new ApiError(type, detail, { headers: { 'Retry-After': String(Math.ceil(milliseconds / 1000)) } });

/**
 * Refuses to store more than a key may from one address, or a tenant in a day. Limits of calls alone do not bound what is stored: one
 * call can make a thousand tokens or bring a megabyte. Throws 429 with `Retry-After`.
 */
export const creationLimit =
  ({ budgets, pages, quotas, quota }: CreationLimits) =>
  async (caller: Caller, address: string, { tokens, bytes }: Creation): Promise<void> => {
    if (isPageKey(caller)) {
      const { perSecond } = pages;
      const name = `${caller.applicationId} ${networkOf(address)}`;
      const rates = { tokens: perSecond, bytes: perSecond * bytesPerCall };
      for (const [what, amount] of [
        ['tokens', tokens],
        ['bytes', bytes],
      ] as const) {
        if (amount === 0) continue;
        const rate = rates[what];
        const wait = await budgets.take(`${name} ${what}`, rate, amount, rate * saved);
        if (wait === 0) continue;
        const detail = `This key may store ${rate} ${what} a second from one address, and ${rate * saved} at once.`;
        throw refuse('too-much-stored', detail, wait);
      }
    }
    for (const [what, amount] of [
      ['tokens', tokens],
      ['bytes', bytes],
    ] as const) {
      const own = caller.quota[what];
      const most = own ?? quota[what];
      if (most === undefined || amount === 0) continue;
      const perSecond = most / day;
      // Another quota is another allowance, which is full: an operator who raises it helps at once.
      const wait = await quotas.take(`${caller.tenantId} ${what} ${most}`, perSecond, amount, most);
      if (wait === 0) continue;
      const whose = own === undefined ? 'as every tenant of this vault' : 'by a quota of its own';
      const detail = `Tenant ${caller.tenantId} may store ${most} ${what} a day, ${whose}. The operator can change that.`;
      throw refuse('quota-exceeded', detail, wait);
    }
  };
