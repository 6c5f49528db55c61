import { idToText } from '../../ids.ts';
import type { Isolate } from '../../isolate.ts';
import type { Services } from '../../services.ts';
import { idColumn } from '../../store/columns.ts';
import { sweepExpired } from '../sweep-expired.ts';
import { endIntent } from './intent.ts';

interface Row {
  tenant_id: Uint8Array;
  id: Uint8Array;
}

/** Deletes token intents whose 24 hours are over, each with its audit row. */
export const sweepIntents = (services: Services, isolate: Isolate): Promise<void> =>
  sweepExpired<Row>(services, isolate, {
    work: 'delete-expired-token-intents',
    expired: async (limit, without) => {
      const others = without.length > 0 ? `and tenant_id not in (${without.map(() => '?').join(', ')})` : '';
      return await services.store.rows<Row>(
        `select tenant_id, id from token_intents where expires_at <= ? ${others} limit ?`,
        [services.clock(), ...without.map(idColumn), limit],
      );
    },
    remove: async (rows) => {
      const ends = rows.flatMap(({ tenant_id, id }) =>
        endIntent(services, {
          tenantId: idToText(tenant_id),
          id: idToText(id),
          actorId: undefined,
          operation: 'delete',
        }),
      );
      return (await services.store.commit(ends)) === undefined;
    },
  });
