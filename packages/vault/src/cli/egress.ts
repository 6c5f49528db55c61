import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { nameServers } from '../egress/addresses.ts';
import { parseDestinations } from '../egress/allow-list.ts';
import { createEgress } from '../egress/egress.ts';
import { parseUpstreamProxy } from '../egress/upstream-proxy.ts';
import { afterwards } from '../timers.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { readText } from './read-file.ts';

export const egressFlags = ['allowed-destinations', 'egress-proxy', 'egress-ca'] as const;

type EgressValues = Values<(typeof egressFlags)[number]>;

const upstreamOf = ({ 'egress-proxy': url }: EgressValues) => {
  try {
    return url === undefined ? undefined : parseUpstreamProxy(url);
  } catch {
    // The URL is not repeated, because it may contain a password.
    throw new CommandError('--egress-proxy must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.', 2);
  }
};

const authoritiesOf = ({ 'egress-ca': file }: EgressValues) => {
  if (file === undefined) return undefined;
  const ca = readText(file, '--egress-ca');
  try {
    void new X509Certificate(ca);
  } catch {
    throw new CommandError(`--egress-ca ${file} holds no certificates in PEM.`);
  }
  return [...getCACertificates('default'), ca];
};

/** Creates the guard through which the proxy and reactors send requests. */
export const egressOf = (values: EgressValues) =>
  createEgress({
    resolve: nameServers(),
    after: afterwards,
    destinations: parseDestinations(values['allowed-destinations']),
    upstream: upstreamOf(values),
    ca: authoritiesOf(values),
  });
