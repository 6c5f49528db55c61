import { afterEach, beforeEach, expect, it } from 'vitest';
import { idColumn } from '../store/columns.ts';
import type { SqlValue, Store } from '../store/port.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { rotateKek } from './rotate.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

it('gets no new key when it is deleted while its key is rotated', async () => {
  const { tenantId } = rig.acme;
  const { store } = rig.keyringOptions;
  const deletedMeanwhile: Store = {
    ...store,
    rows: async <Row>(sql: string, parameters?: readonly SqlValue[]) => {
      const rows = await store.rows<Row>(sql, parameters);
      if (sql.includes('from wrapped_keys')) await rig.keyring.destroyTenant(tenantId);
      return rows;
    },
  };
  await expect(rotateKek({ ...rig.keyringOptions, store: deletedMeanwhile }, tenantId)).rejects.toMatchObject({
    name: 'KeyDestroyedError',
  });
  expect(await store.rows('select purpose from wrapped_keys where tenant_id = ?', [idColumn(tenantId)])).toEqual([]);
});
