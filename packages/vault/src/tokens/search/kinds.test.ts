import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrations } from '../../store/migrations.ts';
import type { SqlValue, Store } from '../../store/port.ts';
import { openFile } from '../../store/testing/sqlite-engine.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { countExpired, countKinds } from './kinds.ts';

/** How SQLite reads what a function asks for, step by step. */
const plansOf = async (ask: (store: Store) => Promise<unknown>): Promise<string[]> => {
  const store = await openFile(join(temporaryFolder(), 'vault.db'), migrations);
  const plans: string[] = [];
  const rows = async <Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> => {
    const steps = await store.rows<{ detail: string }>(`explain query plan ${sql}`, parameters);
    plans.push(...steps.map(({ detail }) => detail));
    return await store.rows<Row>(sql, parameters);
  };
  await ask({ ...store, rows });
  return plans;
};

const tenant = new Uint8Array(16);

it('tokens whose time has come are counted without a look at those that have none', async () => {
  const plans = await plansOf((store) => countExpired(store, tenant, 1, []));
  expect(plans[0]).toContain('tokens_tenant_expiry (tenant_id=? AND expires_at<?)');
});

it('kinds are counted without a look at any token', async () => {
  const plans = await plansOf((store) => countKinds(store, tenant));
  expect(plans).toHaveLength(1);
  expect(plans[0]).toContain('token_counts');
});
