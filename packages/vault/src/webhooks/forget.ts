import type { Services } from '../services.ts';

/** Milliseconds for which deliveries are kept, those that still wait too. */
const kept = 7 * 24 * 60 * 60 * 1000;

/** Deliveries that are removed in one write. */
const batch = 500;

/** Removes old deliveries. */
export const forgetDeliveries = async ({ store, clock }: Pick<Services, 'store' | 'clock'>): Promise<void> => {
  for (;;) {
    const rows = await store.rows<{ tenant_id: Uint8Array; id: Uint8Array }>(
      `select tenant_id, id from webhook_deliveries where created_at < ? limit ${batch}`,
      [clock() - kept],
    );
    const remove = rows.map(({ tenant_id, id }) => ({
      sql: 'delete from webhook_deliveries where tenant_id = ? and id = ?',
      parameters: [tenant_id, id],
    }));
    if (remove.length > 0) await store.commit(remove);
    if (rows.length < batch) return;
  }
};
