import { forgetSessions } from './access/sessions.ts';
import { endedAnswers } from './idempotency/idempotency.ts';
import { type Isolate, isolateFailures } from './isolate.ts';
import { forgetBudgets } from './limits/shared-budgets.ts';
import type { Services } from './services.ts';
import { purgeTenants } from './tenants/purge.ts';
import { sweepTokens } from './tokens/expire.ts';
import { longestCvcLife } from './tokens/seal.ts';

/**
 * Destroys verification codes whose time has come, together with the keys that sealed them. An expiry further away than any code is
 * kept was written by somebody else, and ends the code at once.
 */
const destroyCodes = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([
    {
      sql: `update tokens set cvc_kek_version = null, cvc_wrapped_dek = null, cvc_sealed = null, cvc_expires_at = null
        where cvc_expires_at <= ? or cvc_expires_at > ?`,
      parameters: [clock(), clock() + longestCvcLife],
    },
  ]);
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

/** What is removed, by the name under which a failure is logged and counted. */
const steps: Readonly<Record<string, (services: Services, isolate: Isolate) => Promise<void>>> = {
  'destroy-codes': destroyCodes,
  'delete-expired-tokens': sweepTokens,
  'delete-idempotent-answers': forgetAnswers,
  'delete-sessions': endSessions,
  'delete-rate-limits': forgetCalls,
  'purge-tenants': purgeTenants,
};

/**
 * Removes everything whose time has come; readers do not see it any more already. Steps do not depend on each other: one that fails
 * keeps no other one from running.
 */
export const sweep = async (services: Services, isolate: Isolate = isolateFailures(services)): Promise<void> => {
  for (const [work, step] of Object.entries(steps)) await isolate(work, () => step(services, isolate));
};
