import type { Keyring } from './keys/port.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';

/** Asks the provider of the root key whether the key can still be used, and says in log and metrics what changes. */
export const rootKeyWatch = ({ keyring, log, metrics }: { keyring: Keyring; log: Log; metrics: Metrics }) => {
  let told = 'reachable';

  const tell = (): void => {
    const now = keyring.rootKey();
    metrics.rootKey(now.status);
    if (now.status === told) return;
    told = now.status;
    if (now.status === 'reachable') log.info({}, 'the root key can be used again');
    else if (now.status === 'unreachable') {
      const until = new Date(now.until).toISOString();
      log.warn({ reason: now.reason, until }, 'the root key is out of reach; open keys are used until then');
    } else log.error({ reason: now.reason }, 'sealed: no key is open until the root key can be used');
  };

  tell();
  return async (): Promise<void> => {
    await keyring.proveRootKey();
    tell();
  };
};
