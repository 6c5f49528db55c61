import { type DueKey, dueKeys } from './keys/due-keys.ts';
import type { Cryptoperiods } from './keys/inventory.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Store } from './store/port.ts';

interface Watched {
  keys: Store;
  periods: Cryptoperiods;
  clock: () => number;
  log: Log;
  metrics: Pick<Metrics, 'keysDue'>;
}

const kinds = [
  ['root', 'overdue'],
  ['root', 'soon'],
  ['tenant', 'overdue'],
  ['tenant', 'soon'],
] as const satisfies readonly (readonly [DueKey['key'], DueKey['due']])[];

/** Counts keys whose cryptoperiod is over or ends soon, in metrics each time and in the log when it changes. */
export const dueKeysWatch = ({ keys, periods, clock, log, metrics }: Watched) => {
  let told = '';
  return async (): Promise<void> => {
    const due = await dueKeys(keys, periods, clock());
    const counts = kinds.map(([key, when]) => {
      const count = due.filter((each) => each.key === key && each.due === when).length;
      metrics.keysDue(key, when, count);
      return [`${key}_${when}`, count] as const;
    });
    const now = JSON.stringify(counts);
    if (now === told) return;
    if (due.length > 0) log.warn(Object.fromEntries(counts), 'keys are to be rotated: see keys status');
    told = now;
  };
};
