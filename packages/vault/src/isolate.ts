import { errorFields, type Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';

/**
 * Runs one piece of background work. `work` names it in the log and in metrics (`delete-expired-tokens`); `tenantId` says whose
 * rows it was about, where it was about one tenant. Resolves to whether it succeeded.
 */
export type Isolate = (work: string, run: () => Promise<unknown>, tenantId?: string) => Promise<boolean>;

/**
 * Runs background work so that a failure does not stop other work: it is logged and counted. All background work is repeated, so
 * what failed is tried again.
 */
export const isolateFailures =
  ({ log, metrics }: { log: Log; metrics: Metrics }): Isolate =>
  async (work, run, tenantId) => {
    try {
      await run();
      return true;
    } catch (error) {
      metrics.workFailed(work);
      log.error({ work, tenant_id: tenantId, ...errorFields(error) }, 'background work failed; it is tried again');
      return false;
    }
  };
