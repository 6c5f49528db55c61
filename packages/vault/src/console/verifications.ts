import type { Finding, Verification } from '../audit-verify/finding.ts';
import { type Verified, verifyAudit } from '../audit-verify/verify.ts';
import { errorFields } from '../log/log.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import type { Store } from '../store/port.ts';

/** Findings that are kept of one verification; of further ones, only their number is. */
const mostFindings = 1000;

/** Verifications that run at the same time, of all tenants. */
const mostRunning = 4;

/** Verifications that are remembered after their end. */
const mostEnded = 50;

/** A verification that runs or has ended. Times are milliseconds. */
export interface RunOfVerification {
  readonly id: string;
  readonly tenantId: string;
  readonly startedBy: string;
  readonly startedAt: number;
  endedAt?: number;
  progress?: { what: Parameters<Verification['progress']>[0]; done: number; total: number };
  readonly findings: Finding[];
  /** What came of it; absent while it runs, and where it failed. */
  verified?: Verified;
}

type Needed = Pick<Services, 'store' | 'keyring' | 'clock' | 'newId' | 'log'>;

/**
 * Verifications of audit logs, one at a time for each tenant. They read beside the threads that answer, and are remembered in this process
 * alone.
 */
export const verifications = ({ store, keyring, clock, newId, log }: Needed) => {
  const runs = new Map<string, RunOfVerification>();
  const stop = new AbortController();
  const running = new Set<Promise<void>>();

  const isRunning = ({ endedAt }: RunOfVerification) => endedAt === undefined;

  const forget = () => {
    const ended = [...runs.values()].filter((run) => !isRunning(run));
    for (const { id } of ended.slice(0, Math.max(0, ended.length - mostEnded))) runs.delete(id);
  };

  const verify = async (run: RunOfVerification): Promise<void> => {
    const { id, tenantId, startedBy, findings } = run;
    const told = { verification_id: id, tenant_id: tenantId, operator_id: startedBy };
    log.info(told, 'a verification of the audit log has begun');
    const asker = { group: tenantId, assertWanted: () => stop.signal.throwIfAborted() };
    const beside: Store = { ...store, rows: store.scans(asker).rows };
    try {
      run.verified = await verifyAudit({
        ...{ store: beside, keyring, clock, only: tenantId },
        report: async (finding) => {
          if (findings.length < mostFindings) findings.push(finding);
        },
        progress: (what, done, total) => {
          run.progress = { what, done, total };
        },
      });
      const level = run.verified.findings > 0 ? 'error' : 'info';
      log[level]({ ...told, findings: run.verified.findings }, 'a verification of the audit log has ended');
    } catch (error) {
      if (!stop.signal.aborted) log.error({ ...told, ...errorFields(error) }, 'a verification of the audit log failed');
    } finally {
      run.endedAt = clock();
      forget();
    }
  };

  return {
    /** Begins one. Throws 409 where one of this tenant runs, and 422 where too many do. */
    begin: (tenantId: string, startedBy: string): RunOfVerification => {
      const all = [...runs.values()].filter(isRunning);
      const own = all.find((run) => run.tenantId === tenantId);
      if (own)
        throw new ApiError('conflict', `Verification ${own.id} of this tenant is running. Wait until it has ended.`);
      if (all.length >= mostRunning) {
        throw new ApiError(
          'limit-reached',
          `There are ${mostRunning} verifications of other tenants. Wait until one has ended.`,
        );
      }
      const run: RunOfVerification = { id: newId(), tenantId, startedBy, startedAt: clock(), findings: [] };
      runs.set(run.id, run);
      const work = verify(run).finally(() => running.delete(work));
      running.add(work);
      return run;
    },
    find: (tenantId: string, id: string): RunOfVerification | undefined => {
      const run = runs.get(id);
      return run?.tenantId === tenantId ? run : undefined;
    },
    /** Those of a tenant, the newest first. */
    of: (tenantId: string): RunOfVerification[] =>
      [...runs.values()].filter((run) => run.tenantId === tenantId).toReversed(),
    /** Ends what runs. */
    close: async (): Promise<void> => {
      stop.abort();
      await Promise.all(running);
    },
  };
};

export type Verifications = ReturnType<typeof verifications>;
