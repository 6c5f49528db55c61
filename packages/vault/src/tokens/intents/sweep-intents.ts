import { theVault } from '../../access/origin.ts';
import { idToText } from '../../ids.ts';
import type { Isolate } from '../../isolate.ts';
import type { Services } from '../../services.ts';
import { sweepEnded } from '../sweep-expired.ts';
import { endIntent } from './intent.ts';

/** Deletes token intents whose 24 hours are over, each with its audit row. */
export const sweepIntents = (services: Services, isolate: Isolate): Promise<void> =>
  sweepEnded(services, isolate, 'token_intents', 'delete-expired-token-intents', ({ tenant_id, id }) =>
    endIntent(services, {
      ...{ tenantId: idToText(tenant_id), id: idToText(id), actor: theVault, operation: 'delete' },
    }),
  );
