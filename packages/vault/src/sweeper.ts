import { forgetSessions } from './access/sessions.ts';
import { endedAnswers } from './idempotency/idempotency.ts';
import { type Isolate, isolateFailures } from './isolate.ts';
import { forgetBudgets } from './limits/shared-budgets.ts';
import { endedReactions } from './reactors/reactions.ts';
import type { Services } from './services.ts';
import { purgeTenants } from './tenants/purge.ts';
import { sweepClientKeys } from './tokens/encrypted/sweep-client-keys.ts';
import { sweepTokens } from './tokens/expire.ts';
import { destroyIntentCodes } from './tokens/intents/intent.ts';
import { sweepIntents } from './tokens/intents/sweep-intents.ts';
import { longestCvcLife } from './tokens/seal.ts';
import { forgetDeliveries } from './webhooks/forget.ts';

/**
 * Destroys expired verification codes together with their keys. An expiry later than the vault would ever set was changed in the
 * database by somebody else; such a code is destroyed at once.
 */
const destroyCodes = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([
    {
      sql: `update tokens set cvc_kek_version = null, cvc_wrapped_dek = null, cvc_sealed = null, cvc_expires_at = null
        where cvc_expires_at <= ? or cvc_expires_at > ?`,
      parameters: [clock(), clock() + longestCvcLife],
    },
    destroyIntentCodes(clock()),
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

const forgetReactions = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([endedReactions(clock())]);
};

/** The steps, by the names under which their failures are logged and counted. */
const steps: Readonly<Record<string, (services: Services, isolate: Isolate) => Promise<void>>> = {
  'destroy-codes': destroyCodes,
  'delete-expired-tokens': sweepTokens,
  'delete-expired-token-intents': sweepIntents,
  'delete-expired-client-keys': sweepClientKeys,
  'delete-idempotent-answers': forgetAnswers,
  'delete-reactions': forgetReactions,
  'delete-sessions': endSessions,
  'delete-rate-limits': forgetCalls,
  'delete-webhook-deliveries': forgetDeliveries,
  'purge-tenants': purgeTenants,
};

/**
 * Removes everything that has expired; readers no longer see it already. The steps are independent: if one fails, the others still
 * run.
 */
export const sweep = async (services: Services, isolate: Isolate = isolateFailures(services)): Promise<void> => {
  for (const [work, step] of Object.entries(steps)) await isolate(work, () => step(services, isolate));
};
