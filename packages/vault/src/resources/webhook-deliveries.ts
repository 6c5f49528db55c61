import type { contract, Handlers, WireInput } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../context.ts';
import { idFromText, idToText } from '../ids.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { wireTime } from '../times.ts';
import {
  type DeliveryRow,
  findDelivery,
  insertDelivery,
  listDeliveries,
  unsent,
  waitingFor,
} from '../webhooks/deliveries.ts';
import { mostWaiting } from '../webhooks/feed.ts';
import { findWebhook } from '../webhooks/webhooks.ts';
import { boundCursor } from './pagination.ts';

const view = (row: DeliveryRow): WireInput['WebhookDelivery'] => ({
  id: idToText(row.id),
  webhook_id: idToText(row.webhook_id),
  event_id: idToText(row.event_id),
  event_type: row.event_type,
  entity_id: row.entity_id,
  status: row.status,
  attempts: row.attempts,
  ...(row.status === 'waiting' && { next_attempt_at: wireTime(row.due_at) }),
  ...(row.response_status !== null && { response_status: row.response_status }),
  ...(row.error !== null && { error: row.error }),
  created_at: wireTime(row.created_at),
  ...(row.ended_at !== null && { ended_at: wireTime(row.ended_at) }),
});

export const webhookDeliveries = (
  services: Services,
): Handlers<(typeof contract)['webhooks']['deliveries'], Context> => {
  const { store, keyring, clock } = services;
  const audit = auditOf(services, 'webhook');

  const assertThere = async ({ tenantId }: Caller, id: string): Promise<void> => {
    if (!(await findWebhook(store, tenantId, id))) throw new ApiError('not-found', 'There is no webhook with this id.');
  };

  return {
    list: async ({ params: { id }, query: { start, size, status }, caller, effort }) => {
      await assertThere(caller, id);
      const cursors = boundCursor(keyring, caller, ['webhook-deliveries', id, status]);
      const cursor = start === undefined ? undefined : cursors.read(start);
      const which = { tenantId: caller.tenantId, webhookId: id, status };
      const rows = await listDeliveries(store.scans(effort), which, { limit: size + 1, cursor });
      const shown = rows.slice(0, size);
      const last = rows.length > size ? shown.at(-1) : undefined;
      const next = last && cursors.write({ createdAt: last.created_at, id: last.id });
      return { pagination: { page_size: size, ...(next !== undefined && { next }) }, data: shown.map(view) };
    },

    redeliver: async ({ params: { id, delivery_id }, caller, commit }) => {
      await assertThere(caller, id);
      const before = await findDelivery(store, caller.tenantId, id, delivery_id);
      if (!before) throw new ApiError('not-found', 'There is no delivery with this id.');
      if ((await waitingFor(store, id, mostWaiting)) >= mostWaiting) {
        throw new ApiError(
          'limit-reached',
          `At most ${mostWaiting} deliveries wait for a webhook; wait until some are made.`,
        );
      }
      const row: DeliveryRow = {
        ...before,
        ...unsent(clock()),
        id: idFromText(services.newId()) ?? new Uint8Array(16),
      };
      const answer = view(row);
      await commit([insertDelivery(row), audit(caller, 'use', id)], { answer });
      return answer;
    },
  };
};
