import type { TenantQuota } from '../access/quota.ts';
import type { Values } from './options.ts';

/** The flags that say what a tenant may store in a day. */
export const quotaFlags = ['tenant-tokens', 'tenant-megabytes'] as const;

const megabyte = 1_048_576;

export const bytesOf = (megabytes: number | undefined): number | undefined =>
  megabytes === undefined ? undefined : megabytes * megabyte;

/** The quota that flags name; what they leave out stays as it was `before`. */
export const quotaFrom = (
  { 'tenant-tokens': tokens, 'tenant-megabytes': megabytes }: Values<(typeof quotaFlags)[number]>,
  before: TenantQuota = { tokens: undefined, bytes: undefined },
): TenantQuota => ({ tokens: tokens ?? before.tokens, bytes: bytesOf(megabytes) ?? before.bytes });

const show = (amount: number | undefined, what: string): string[] =>
  amount === undefined ? [] : [`${amount} ${what}`];

/** A quota in words; empty where the tenant has none of its own. */
export const quotaInWords = ({ tokens, bytes }: TenantQuota): string =>
  [...show(tokens, 'tokens'), ...show(bytes === undefined ? undefined : bytes / megabyte, 'MB')].join(' and ');

/** A quota as commands print it in JSON. */
export const quotaAsJson = ({ tokens, bytes }: TenantQuota) => ({
  tokens_a_day: tokens ?? null,
  megabytes_a_day: bytes === undefined ? null : bytes / megabyte,
});
