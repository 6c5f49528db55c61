/** What a tenant may store in a day, by all of its keys; without a number of its own, what holds for every tenant. */
export interface TenantQuota {
  readonly tokens: number | undefined;
  readonly bytes: number | undefined;
}

/** The columns of a tenant's own quota. */
export interface QuotaRow {
  tokens_a_day: number | null;
  bytes_a_day: number | null;
}

export const quotaOf = ({ tokens_a_day: tokens, bytes_a_day: bytes }: QuotaRow): TenantQuota => ({
  tokens: tokens ?? undefined,
  bytes: bytes ?? undefined,
});

export const quotaColumns = ({ tokens, bytes }: TenantQuota): QuotaRow => ({
  tokens_a_day: tokens ?? null,
  bytes_a_day: bytes ?? null,
});
