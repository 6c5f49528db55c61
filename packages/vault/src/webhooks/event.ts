import { actorTypeOf } from '../audit/audit.ts';
import { idFromText, idToText } from '../ids.ts';
import { columnId } from '../store/columns.ts';
import type { Reads } from '../store/port.ts';
import { wireTime } from '../times.ts';
import type { DeliveryRow } from './deliveries.ts';
import type { Subject, Subjects } from './subjects.ts';

/** Characters of a body, at most. What an event shows of its object is left out, but for the id, where it would be larger. */
const longest = 65_536;

/**
 * The body of a delivery. It shows the object as it is when the delivery is made, or its id alone when it is gone by then: nothing of an
 * object is kept with the deliveries, so what is deleted is not sent later.
 */
export const eventBody = async (store: Reads, subjects: Subjects, row: DeliveryRow, now: number): Promise<string> => {
  const { name, show } = subjects[row.entity_type];
  const actor = columnId(row.actor_id);
  const tenantId = idToText(row.tenant_id);
  const write = (shown: Subject | undefined): string =>
    JSON.stringify({
      event: {
        id: idToText(row.event_id),
        type: row.event_type,
        timestamp: wireTime(row.happened_at),
        tenant_id: tenantId,
        ...(row.trace !== null && { trace_id: row.trace }),
        data: {
          [name]: { id: row.entity_id, tenant_id: tenantId, ...shown },
          actor: { ...(actor !== undefined && { id: actor }), type: actorTypeOf(actor) },
        },
      },
      delivered_at: wireTime(now),
    });
  const body = write(await show(store, row.tenant_id, idFromText(row.entity_id) ?? null));
  return body.length <= longest ? body : write(undefined);
};
