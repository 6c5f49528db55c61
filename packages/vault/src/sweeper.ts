import { forgetSessions } from './access/sessions.ts';
import { endedAnswers } from './http/idempotency.ts';
import { forgetBudgets } from './limits/shared-budgets.ts';
import { purgeTenants } from './purge-tenants.ts';
import { deleteExpired, expiredTokens } from './tokens/expire.ts';
import type { World } from './world.ts';

/** Tokens deleted in one write; the next write takes the next ones. */
const batch = 200;

/** Destroys verification codes whose time has come, together with the keys that sealed them. */
const destroyCodes = async ({ store, clock }: World): Promise<void> => {
  await store.commit([
    {
      sql: `update tokens set cvc_kek_version = null, cvc_wrapped_dek = null, cvc_sealed = null, cvc_expires_at = null
        where cvc_expires_at <= ?`,
      parameters: [clock()],
    },
  ]);
};

/** Deletes expired tokens. Each gets its audit row; one that somebody else deleted first is skipped with its batch. */
const sweepTokens = async (world: World): Promise<void> => {
  for (;;) {
    const tokens = await expiredTokens(world, batch);
    if (tokens.length === 0) return;
    if (!(await deleteExpired(world, tokens)) || tokens.length < batch) return;
  }
};

const forgetAnswers = async ({ store, clock }: World): Promise<void> => {
  await store.commit(endedAnswers(clock()));
};

const endSessions = async ({ store, clock }: World): Promise<void> => {
  await store.commit([forgetSessions(clock())]);
};

const forgetCalls = async ({ store, clock }: World): Promise<void> => {
  await store.commit([forgetBudgets(clock())]);
};

/** Removes everything whose time has come. Readers do not see it any more already. */
export const sweep = async (world: World): Promise<void> => {
  await destroyCodes(world);
  await sweepTokens(world);
  await forgetAnswers(world);
  await endSessions(world);
  await forgetCalls(world);
  await purgeTenants(world);
};
