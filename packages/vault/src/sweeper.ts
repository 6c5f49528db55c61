import { forgetSessions } from './access/sessions.ts';
import { endedAnswers } from './idempotency/idempotency.ts';
import { type Isolate, isolateFailures } from './isolate.ts';
import { forgetBudgets } from './limits/shared-budgets.ts';
import { auditAgreements } from './operators/audit-agreements.ts';
import { auditCommands } from './operators/audit-commands.ts';
import { forgetEnded } from './operators/forget.ts';
import { endedReactions } from './reactors/reactions.ts';
import type { Services } from './services.ts';
import { purgeTenants } from './tenants/purge.ts';
import { destroyCodes } from './tokens/destroy-codes.ts';
import { sweepClientKeys } from './tokens/encrypted/sweep-client-keys.ts';
import { sweepTokens } from './tokens/expire.ts';
import { sweepIntents } from './tokens/intents/sweep-intents.ts';
import { forgetCallCounts } from './usage/call-counts.ts';
import { forgetDeliveries } from './webhooks/forget.ts';
import { tenantsAsking } from './webhooks/webhooks.ts';

const forgetCodes = async (services: Services, isolate: Isolate): Promise<void> =>
  await destroyCodes(services, isolate, await tenantsAsking(services.store, 'token.property.expired'));

const forgetAnswers = async ({ store, clock }: Services): Promise<void> => {
  await store.commit(endedAnswers(clock()));
};

const endSessions = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([forgetSessions(clock())]);
};

const forgetCalls = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([forgetBudgets(clock())]);
};

const forgetCounts = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([forgetCallCounts(clock())]);
};

const forgetOperators = async ({ store, clock }: Services): Promise<void> => {
  await store.commit(forgetEnded(clock()));
};

const forgetReactions = async ({ store, clock }: Services): Promise<void> => {
  await store.commit([endedReactions(clock())]);
};

/** The steps, by the names under which their failures are logged and counted. */
const steps: Readonly<Record<string, (services: Services, isolate: Isolate) => Promise<void>>> = {
  'destroy-codes': forgetCodes,
  'delete-expired-tokens': sweepTokens,
  'delete-expired-token-intents': sweepIntents,
  'delete-expired-client-keys': sweepClientKeys,
  'delete-idempotent-answers': forgetAnswers,
  'delete-reactions': forgetReactions,
  'delete-sessions': endSessions,
  'delete-operator-sessions': forgetOperators,
  'delete-rate-limits': forgetCalls,
  'delete-call-counts': forgetCounts,
  'delete-webhook-deliveries': forgetDeliveries,
  'audit-agreements': auditAgreements,
  'audit-commands': auditCommands,
  'purge-tenants': purgeTenants,
};

/**
 * Removes everything that has expired; readers no longer see it already. The steps are independent: if one fails, the others still
 * run.
 */
export const sweep = async (services: Services, isolate: Isolate = isolateFailures(services)): Promise<void> => {
  for (const [work, step] of Object.entries(steps)) await isolate(work, () => step(services, isolate));
};
