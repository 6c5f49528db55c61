import type * as z from 'zod';
import { type ApprovalView, approvals } from './approvals.ts';
import { auditVerifications, type VerificationView } from './audit-verifications.ts';
import { type CodeRunView, codeRuns } from './code-runs.ts';
import { type EmbeddingView, embedding } from './embedding.ts';
import { type FormulaUses, formulas } from './formulas.ts';
import { keyRewraps, type RewrapView } from './key-rewraps.ts';
import { type KeysView, keys } from './keys.ts';
import { type OperatorDetails, type OperatorView, operators } from './operators.ts';
import { type OverviewView, overview } from './overview.ts';
import { type PageOriginView, pageOrigins } from './page-origins.ts';
import { type ReactorFailures, reactors } from './reactors.ts';
import { reveals } from './reveals.ts';
import { type SessionView, session } from './session.ts';
import { type TenantView, tenants } from './tenants.ts';

/**
 * What the console's own server answers beside the documented API, which it passes on under `/api`. The permission of a route is an
 * action of roles, or `signed-in` for everybody who is; those that are public are for everybody.
 *
 * @example
 * ```ts
 * import { consoleContract } from '@tessera/contract/console';
 *
 * consoleContract.session.retrieve.path; // '/session'
 * ```
 */
export const consoleContract = {
  session,
  overview,
  keys,
  keyRewraps,
  auditVerifications,
  operators,
  reveals,
  approvals,
  tenants,
  codeRuns,
  formulas,
  reactors,
  embedding,
  pageOrigins,
};

/**
 * Who is signed in to the console, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleSession } from '@tessera/contract/console';
 *
 * const nameOf = ({ operator }: ConsoleSession) => operator.name;
 * ```
 */
export type ConsoleSession = z.output<typeof SessionView>;

/**
 * How a tenant's part of the vault is doing, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleOverview } from '@tessera/contract/console';
 *
 * const needsSomebody = ({ warnings }: ConsoleOverview) => warnings.some(({ urgent }) => urgent);
 * ```
 */
export type ConsoleOverview = z.output<typeof OverviewView>;

/**
 * The keys of a tenant and those of the vault that protect them, in the names of the wire. No key is in it.
 *
 * @example
 * ```ts
 * import type { ConsoleKeys } from '@tessera/contract/console';
 *
 * const overdue = ({ inventory }: ConsoleKeys) => inventory.filter(({ due }) => due === 'overdue');
 * ```
 */
export type ConsoleKeys = z.output<typeof KeysView>;

/**
 * Moving what is encrypted under older versions of a tenant's key to the one in use, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleRewrap } from '@tessera/contract/console';
 *
 * const isComplete = ({ state, failed }: ConsoleRewrap) => state === 'done' && failed === 0;
 * ```
 */
export type ConsoleRewrap = z.output<typeof RewrapView>;

/**
 * A verification of a tenant's audit log, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleVerification } from '@tessera/contract/console';
 *
 * const isClean = ({ result }: ConsoleVerification) => result?.findings_total === 0;
 * ```
 */
export type ConsoleVerification = z.output<typeof VerificationView>;

/**
 * A person who may use the console, or could, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleOperator } from '@tessera/contract/console';
 *
 * const mayComeIn = ({ state }: ConsoleOperator) => state !== 'revoked';
 * ```
 */
export type ConsoleOperator = z.output<typeof OperatorView>;

/**
 * A tenant as those see it who run the vault, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleTenant } from '@tessera/contract/console';
 *
 * const isEmpty = ({ tokens }: ConsoleTenant) => tokens === 0;
 * ```
 */
export type ConsoleTenant = z.output<typeof TenantView>;

/**
 * A person with the passkeys and sessions, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleOperatorDetails } from '@tessera/contract/console';
 *
 * const isSignedIn = ({ sessions }: ConsoleOperatorDetails) => sessions.length > 0;
 * ```
 */
export type ConsoleOperatorDetails = z.output<typeof OperatorDetails>;

/**
 * Something that one operator wants to do and another one has to approve, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleApproval } from '@tessera/contract/console';
 *
 * const isOpen = ({ state }: ConsoleApproval) => state === 'waiting' || state === 'approved';
 * ```
 */
export type ConsoleApproval = z.output<typeof ApprovalView>;

/**
 * The reactors that run a formula, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleFormulaUses } from '@tessera/contract/console';
 *
 * const isFree = ({ data }: ConsoleFormulaUses) => data.length === 0;
 * ```
 */
export type ConsoleFormulaUses = z.output<typeof FormulaUses>;

/**
 * What code came to that was run with test data, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleCodeRun } from '@tessera/contract/console';
 *
 * const lineOf = ({ spot }: ConsoleCodeRun) => spot?.line;
 * ```
 */
export type ConsoleCodeRun = z.output<typeof CodeRunView>;

/**
 * What a page needs to embed fields of a tenant, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleEmbedding } from '@tessera/contract/console';
 *
 * const headOf = ({ early, script }: ConsoleEmbedding) => `${early}\n${script}`;
 * ```
 */
export type ConsoleEmbedding = z.output<typeof EmbeddingView>;

/**
 * A page that an administrator lets embed fields of a tenant, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsolePageOrigin } from '@tessera/contract/console';
 *
 * const works = ({ in_effect: inEffect }: ConsolePageOrigin) => inEffect;
 * ```
 */
export type ConsolePageOrigin = z.output<typeof PageOriginView>;

/**
 * The last failed runs of a reactor, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleReactorFailures } from '@tessera/contract/console';
 *
 * const lastOf = ({ data: [last] }: ConsoleReactorFailures) => last?.detail;
 * ```
 */
export type ConsoleReactorFailures = z.output<typeof ReactorFailures>;
