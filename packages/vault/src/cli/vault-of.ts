import type { Revocations } from '../access/revocations.ts';
import type { Egress } from '../egress/egress.ts';
import type { Random } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Budgets } from '../limits/budgets.ts';
import { shareOfBytes } from '../limits/bytes-in-flight.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { BuiltFiles } from '../pages/files.ts';
import type { FormulaRunner } from '../sandbox/sandbox.ts';
import type { Store } from '../store/port.ts';
import { createVault } from '../vault.ts';
import type { Vault, VaultOptions } from '../vault-options.ts';
import type { Live } from './live-settings.ts';
import type { Values } from './options.ts';
import { readPublicUrl } from './public-url.ts';
import { bytesOf } from './quota.ts';
import type { Setting } from './settings.ts';

/** What `serve` has opened for a vault, beside its settings. */
export interface Opened extends Pick<VaultOptions, 'upkeep' | 'others'> {
  store: Store;
  keyring: Keyring;
  clock: () => number;
  random: Random;
  log: Log;
  egress: Egress;
  sandbox: FormulaRunner;
  budgets: Budgets;
  files: BuiltFiles | undefined;
  metrics: Metrics | undefined;
  revocations?: Revocations;
  /** How many threads answer requests. */
  threads: number;
}

/** The vault that the flags of `serve` describe. */
export const vaultOf = (
  values: Values<Setting>,
  live: Pick<Live, 'allowedOrigins' | 'fontOrigins'>,
  { files, metrics, threads, ...opened }: Opened,
): Vault => {
  return createVault({
    ...opened,
    ...(files && { files }),
    ...(metrics && { metrics }),
    allowedOrigins: live.allowedOrigins,
    fontOrigins: live.fontOrigins,
    publicUrl: readPublicUrl(values['public-url']),
    ownSite: values['own-site'],
    limits: {
      elementsPerSecond: values['elements-rate'],
      perSecond: values.rate,
      tenantTokens: values['tenant-tokens'],
      tenantBytes: bytesOf(values['tenant-megabytes']),
    },
    byteBounds: shareOfBytes(threads),
    cvcTtl: values['cvc-ttl'] * 60_000,
    elementsExpressions: values['elements-expressions'],
    elementsBins: values['elements-bins'],
    includedMonthlyActiveTokens: values['included-tokens'],
  });
};
