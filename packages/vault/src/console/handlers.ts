import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { approvalsFor } from './approvals.ts';
import { auditVerificationsOf } from './audit-verifications.ts';
import { codeRunsOf } from './code-runs.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { embeddingFor } from './embedding.ts';
import { formulasOf } from './formulas.ts';
import { keyRewrapsOf } from './key-rewraps.ts';
import { keyVersionsOf } from './key-versions.ts';
import { keysOf } from './keys.ts';
import { accountRoutes } from './openid/link-account.ts';
import { openIdRoutes } from './openid/sign-in-openid.ts';
import { operatorsOf } from './operators.ts';
import { overviewOf } from './overview.ts';
import { ownSession } from './own-session.ts';
import { pageOriginsOf } from './page-origins.ts';
import { reactorsOf } from './reactors.ts';
import { revealsOf } from './reveals.ts';
import { signIn } from './sign-in.ts';
import { tenantsOf } from './tenants.ts';
import { vaultKeyOf } from './vault-key.ts';

/** What answers the console's own routes. */
export const handlers = (services: ConsoleServices): Handlers<typeof consoleContract, ConsoleContext> => ({
  session: { ...signIn(services), ...openIdRoutes(services), ...accountRoutes(services), ...ownSession(services) },
  overview: overviewOf(services),
  keys: { ...keysOf(services), ...keyVersionsOf(services), ...vaultKeyOf(services) },
  keyRewraps: keyRewrapsOf(services),
  auditVerifications: auditVerificationsOf(services),
  operators: operatorsOf(services),
  reveals: revealsOf(services),
  tenants: tenantsOf(services),
  approvals: approvalsFor(services),
  codeRuns: codeRunsOf(services),
  formulas: formulasOf(services),
  reactors: reactorsOf(services),
  embedding: embeddingFor(services),
  pageOrigins: pageOriginsOf(services),
});
