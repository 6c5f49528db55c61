import type { Wire, WireInput } from '@tessera/contract';
import type { Camelized } from './case.ts';

// Interfaces, so that editors show a name and not the whole structure.

/**
 * The tenant of an API key. Values of `settings` are the strings `true` and `false`.
 *
 * @example
 * ```ts
 * import type { Tenant } from '@tessera/client';
 *
 * const { settings }: Tenant = await bt.tenants.retrieve();
 * const deduplicates = settings?.deduplicateTokens === 'true';
 * ```
 */
export interface Tenant extends Camelized<Wire['Tenant']> {}

/**
 * Counts of the tokens of a tenant, in all and by type. `monthlyActiveTokens` counts those created, read or updated in the current
 * calendar month (UTC).
 *
 * @example
 * ```ts
 * import type { TenantUsageReport } from '@tessera/client';
 *
 * const { tokenReport }: TenantUsageReport = await bt.tenants.retrieveUsageReport();
 * const cards = tokenReport.metricsByType.card?.count ?? 0;
 * ```
 */
export interface TenantUsageReport extends Camelized<Wire['TenantUsageReport']> {}

/**
 * The new name of a tenant, and its settings if they change: given settings replace all that it had.
 *
 * @example
 * ```ts
 * import type { UpdateTenant } from '@tessera/client';
 *
 * const changes: UpdateTenant = { name: 'Acme', settings: { deduplicateTokens: true } };
 * const { settings } = await bt.tenants.update(changes);
 * settings; // { deduplicateTokens: 'true' }
 * ```
 */
export interface UpdateTenant extends Camelized<WireInput['UpdateTenant']> {}
