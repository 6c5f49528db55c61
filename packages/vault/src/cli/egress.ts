import { nameServers } from '../egress/addresses.ts';
import { parseDestinations } from '../egress/allow-list.ts';
import { createEgress } from '../egress/egress.ts';
import { parseUpstreamProxy } from '../egress/upstream-proxy.ts';
import { afterwards } from '../timers.ts';
import { authoritiesOf } from './authorities.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';

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

/** Creates the guard through which all requests to hosts of customers go. `warn` is told what goes wrong with its files later. */
export const egressOf = (values: EgressValues, warn: (message: string) => void = () => undefined) => {
  const file = values['egress-ca'];
  const clock = () => performance.now();
  return createEgress({
    resolve: nameServers(),
    after: afterwards,
    destinations: parseDestinations(values['allowed-destinations']),
    upstream: upstreamOf(values),
    ca: file === undefined ? undefined : authoritiesOf(file, { warn, clock }),
    clock,
  });
};
