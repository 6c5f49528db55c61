import type { Migration } from './migrate.ts';
import { accessRules } from './migrations/access-rules.ts';
import { applicationKeys } from './migrations/application-keys.ts';
import { auditByEntity } from './migrations/audit-by-entity.ts';
import { auditDestination } from './migrations/audit-destination.ts';
import { auditOrigins } from './migrations/audit-origins.ts';
import { auditSeals } from './migrations/audit-seals.ts';
import { auditedAgreements } from './migrations/audited-agreements.ts';
import { binRanges } from './migrations/bin-ranges.ts';
import { callCounts } from './migrations/call-counts.ts';
import { clientKeys } from './migrations/client-keys.ts';
import { firstVault } from './migrations/first-vault.ts';
import { formerKeys } from './migrations/former-keys.ts';
import { heartbeats } from './migrations/heartbeats.ts';
import { idempotency } from './migrations/idempotency.ts';
import { idempotencyClaims } from './migrations/idempotency-claims.ts';
import { keyRewraps } from './migrations/key-rewraps.ts';
import { keyUses } from './migrations/key-uses.ts';
import { maskedForms } from './migrations/masked-forms.ts';
import { operatorApprovals } from './migrations/operator-approvals.ts';
import { operatorIdentities } from './migrations/operator-identities.ts';
import { operatorReveals } from './migrations/operator-reveals.ts';
import { operators } from './migrations/operators.ts';
import { ownCode } from './migrations/own-code.ts';
import { pageOrigins } from './migrations/page-origins.ts';
import { proxies } from './migrations/proxies.ts';
import { rateBudgets } from './migrations/rate-budgets.ts';
import { rateBudgetsTaken } from './migrations/rate-budgets-taken.ts';
import { reactions } from './migrations/reactions.ts';
import { reactorApplications } from './migrations/reactor-applications.ts';
import { reactorFailures } from './migrations/reactor-failures.ts';
import { reactors } from './migrations/reactors.ts';
import { recordVersions } from './migrations/record-versions.ts';
import { sessions } from './migrations/sessions.ts';
import { tenantExpiry } from './migrations/tenant-expiry.ts';
import { tenantQuotas } from './migrations/tenant-quotas.ts';
import { tokenCapabilities } from './migrations/token-capabilities.ts';
import { tokenCounts } from './migrations/token-counts.ts';
import { tokenIntents } from './migrations/token-intents.ts';
import { webhooks } from './migrations/webhooks.ts';

/**
 * The steps of the data database, oldest first; a new one is a file and a line. Times are milliseconds since the epoch, ids 16-byte
 * UUIDs, JSON is text.
 */
export const migrations: readonly Migration[] = [
  firstVault,
  idempotency,
  auditSeals,
  auditByEntity,
  tokenCounts,
  tokenCapabilities,
  reactors,
  rateBudgets,
  auditDestination,
  sessions,
  idempotencyClaims,
  tenantExpiry,
  heartbeats,
  recordVersions,
  maskedForms,
  formerKeys,
  tenantQuotas,
  proxies,
  tokenIntents,
  ownCode,
  applicationKeys,
  accessRules,
  webhooks,
  clientKeys,
  binRanges,
  reactions,
  reactorApplications,
  operators,
  callCounts,
  operatorReveals,
  auditedAgreements,
  operatorApprovals,
  keyRewraps,
  keyUses,
  reactorFailures,
  operatorIdentities,
  pageOrigins,
  rateBudgetsTaken,
  auditOrigins,
];
