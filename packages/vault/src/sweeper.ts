import { forgetSessions } from './access/sessions.ts';
import { endedAnswers } from './idempotency/idempotency.ts';
import { forgetBudgets } from './limits/shared-budgets.ts';
import type { Services } from './services.ts';
import { purgeTenants } from './tenants/purge.ts';
import { deleteExpired, expiredTokens } from './tokens/expire.ts';

/** Tokens deleted in one write; the next write takes the next ones. */
const batch = 200;

/** Destroys verification codes whose time has come, together with the keys that sealed them. */
const destroyCodes = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([
    {
      sql: `update tokens set cvc_kek_version = null, cvc_wrapped_dek = null, cvc_sealed = null, cvc_expires_at = null
        where cvc_expires_at <= ?`,
      parameters: [clock()],
    },
  ]);
};

/** Deletes expired tokens. Each gets its audit row; one that somebody else deleted first is skipped with its batch. */
const sweepTokens = async (services: Services): Promise<void> => {
  for (;;) {
    const tokens = await expiredTokens(services, batch);
    if (tokens.length === 0) return;
    if (!(await deleteExpired(services, tokens)) || tokens.length < batch) return;
  }
};

const forgetAnswers = async ({ store, clock }: Services): Promise<void> => {
  await store.commit(endedAnswers(clock()));
};

const endSessions = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([forgetSessions(clock())]);
};

const forgetCalls = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([forgetBudgets(clock())]);
};

/** Removes everything whose time has come. Readers do not see it any more already. */
export const sweep = async (services: Services): Promise<void> => {
  await destroyCodes(services);
  await sweepTokens(services);
  await forgetAnswers(services);
  await endSessions(services);
  await forgetCalls(services);
  await purgeTenants(services);
};
