import type { OptionName } from './options.ts';

/**
 * The settings of a vault, in the order of the help of `serve`. A configuration file may hold these; other flags say what one run of a
 * command does.
 */
export const settings = [
  'port',
  'host',
  'workers',
  'data-dir',
  'database-url',
  'root-key',
  'new-root-key',
  'root-key-grace',
  'root-key-days',
  'tenant-key-days',
  'public-url',
  'allowed-origins',
  'font-origins',
  'own-site',
  'trusted-proxies',
  'tls-cert',
  'tls-key',
  'allowed-destinations',
  'egress-proxy',
  'egress-ca',
  'cvc-ttl',
  'elements-rate',
  'rate',
  'tenant-tokens',
  'tenant-megabytes',
  'elements-expressions',
  'elements-bins',
  'included-tokens',
  'console-port',
  'console-host',
  'console-public-url',
  'console-two-person',
  'console-oidc-issuer',
  'console-oidc-client-id',
  'console-oidc-secret',
  'console-oidc-name',
  'console-oidc-acr',
  'console-oidc-amr',
  'console-oidc-max-age',
  'metrics-port',
  'metrics-host',
  'reactor-processes',
  'log-level',
] as const satisfies readonly OptionName[];

export type Setting = (typeof settings)[number];
