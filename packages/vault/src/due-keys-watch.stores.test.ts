import { afterAll, beforeAll, expect, it } from 'vitest';
import { dueKeysWatch } from './due-keys-watch.ts';
import { prometheus } from './metrics/prometheus.ts';
import { type Rig, startRig } from './testing/rig.ts';

const metrics = prometheus();
const told: unknown[] = [];
const tell = (fields: unknown) => void told.push(fields);
const log = { debug: tell, info: tell, warn: tell, error: tell };
const day = 24 * 60 * 60 * 1000;

let rig: Rig;
let now: number;
beforeAll(async () => {
  rig = await startRig();
  const [root] = await rig.keyringOptions.store.rows<{ created_at: number }>('select created_at from root_keys');
  now = root?.created_at ?? Number.NaN;
});
afterAll(() => rig.close());

const counted = async () =>
  Object.fromEntries(
    [...(await metrics.text()).matchAll(/^tessera_keys_due\{key="(\w+)",due="(\w+)"\} (\d+)$/gm)].map(
      ([, key, due, count]) => [`${key} ${due}`, Number(count)],
    ),
  );

it('keys are told to be due in the last tenth of their cryptoperiod, and when it is over', async () => {
  const watch = dueKeysWatch({
    keys: rig.keyringOptions.store,
    periods: { root: 10, tenant: 100 },
    clock: () => now,
    log,
    metrics,
  });
  const none = { 'root overdue': 0, 'root soon': 0, 'tenant overdue': 0, 'tenant soon': 0 };
  await watch();
  expect([await counted(), told]).toEqual([none, []]);

  now += 9 * day;
  await watch();
  await watch();
  expect(await counted()).toEqual({ ...none, 'root soon': 1 });
  expect(told.splice(0)).toEqual([{ root_overdue: 0, root_soon: 1, tenant_overdue: 0, tenant_soon: 0 }]);

  now += 91 * day;
  await watch();
  const { 'tenant overdue': tenants, ...rest } = await counted();
  expect(rest).toEqual({ 'root overdue': 1, 'root soon': 0, 'tenant soon': 0 });
  expect(tenants).toBeGreaterThan(0);
  expect(told).toHaveLength(1);
});
