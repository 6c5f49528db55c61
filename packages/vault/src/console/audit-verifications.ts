import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import type { RunOfVerification } from './verifications.ts';

const view = ({ id, tenantId, startedBy, startedAt, endedAt, progress, findings, verified }: RunOfVerification) => ({
  ...{ id, tenant_id: tenantId, started_by: startedBy, started_at: wireTime(startedAt) },
  state: endedAt === undefined ? ('running' as const) : verified ? ('done' as const) : ('failed' as const),
  ended_at: endedAt === undefined ? null : wireTime(endedAt),
  progress: progress ?? null,
  result: verified
    ? {
        ...{ rows: verified.rows, seals: verified.seals, unsealed: verified.unsealed, tokens: verified.tokens },
        findings_total: verified.findings,
        findings: findings.map(({ kind, row, seal, tokenId, message }) => ({
          ...{ kind, row, seal, token_id: tokenId, message },
        })),
      }
    : null,
});

/** What `audit verify` does, for one tenant, while the vault serves. */
export const auditVerificationsOf = ({
  verifications,
}: Pick<ConsoleServices, 'verifications'>): Handlers<typeof consoleContract.auditVerifications, ConsoleContext> => ({
  create: async ({ tenant, identify }) => {
    const { id: tenantId } = await tenant();
    const { operator } = await identify();
    return { id: verifications.begin(tenantId, operator.id).id };
  },

  list: async ({ tenant }) => ({ data: verifications.of((await tenant()).id).map(view) }),

  retrieve: async ({ tenant, params }) => {
    const run = verifications.find((await tenant()).id, params.id);
    if (!run) throw new ApiError('not-found', 'There is no such verification, or the vault was started again since.');
    return view(run);
  },
});
