import { errorFields, type Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';

/**
 * Runs one piece of background work. `work` names it in the log and in metrics (`delete-expired-tokens`); `tenantId` says whose rows it
 * was about, where it was about one tenant. Resolves to whether it succeeded.
 */
export type Isolate = (work: string, run: () => Promise<unknown>, tenantId?: string) => Promise<boolean>;

/**
 * Keeps a failure where it happened: it is logged and counted, and the next piece of work runs as if nothing had happened. All background
 * work is repeated, so what failed is tried again.
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
