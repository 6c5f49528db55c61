import { theVault } from '../../access/origin.ts';
import { idToText } from '../../ids.ts';
import type { Isolate } from '../../isolate.ts';
import type { Services } from '../../services.ts';
import { sweepEnded } from '../sweep-expired.ts';
import { removeClientKey } from './client-key.ts';

/** Destroys keys for client-side encryption whose time has come, each with its audit row. */
export const sweepClientKeys = (services: Services, isolate: Isolate): Promise<void> =>
  sweepEnded(services, isolate, 'client_keys', 'delete-expired-client-keys', ({ tenant_id, id }) =>
    removeClientKey(services, { tenantId: idToText(tenant_id), id: idToText(id), actor: theVault }),
  );
