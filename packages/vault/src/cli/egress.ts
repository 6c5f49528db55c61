import { nameServers } from '../egress/addresses.ts';
import { type Destinations, parseDestinations } from '../egress/allow-list.ts';
import { type Destination, readDestination } from '../egress/destination.ts';
import { createEgress, type Egress } from '../egress/egress.ts';
import { egressGuards } from '../egress/egress-guards.ts';
import { isInternalAddress, isPublicAddress } from '../egress/public-address.ts';
import { parseUpstreamProxy } from '../egress/upstream-proxy.ts';
import { afterwards } from '../timers.ts';
import { authoritiesOf } from './authorities.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { isLoopback } from './public-url.ts';

export const egressFlags = ['allowed-destinations', 'egress-proxy', 'egress-ca'] as const;

type EgressValues = Values<(typeof egressFlags)[number]>;
type Warn = (message: string) => void;

const upstreamOf = ({ 'egress-proxy': url }: Pick<EgressValues, 'egress-proxy'>) => {
  try {
    return url === undefined ? undefined : parseUpstreamProxy(url);
  } catch {
    // The URL is not repeated, because it may contain a password.
    throw new CommandError('--egress-proxy must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.', 2);
  }
};

/** How requests leave, wherever they go. */
const wayOut = (values: Omit<EgressValues, 'allowed-destinations'>, warn: Warn) => {
  const file = values['egress-ca'];
  const clock = () => performance.now();
  return {
    resolve: nameServers(),
    after: afterwards,
    upstream: upstreamOf(values),
    ca: file === undefined ? undefined : authoritiesOf(file, { warn, clock }),
    clock,
  };
};

/** Creates the guard through which all requests to hosts of customers go. `warn` is told what goes wrong with its files later. */
export const egressOf = (values: EgressValues, warn: Warn = () => undefined) =>
  createEgress({ ...wayOut(values, warn), destinations: parseDestinations(values['allowed-destinations']) });

/** What the OpenID provider is called among destinations: naming it as the issuer allows it, also on this machine. */
const loopbackOf = ({ hostname, port }: URL): ReadonlySet<string> =>
  new Set(isLoopback(hostname.replace(/^\[|\]$/g, '')) ? [`${hostname}:${port || 443}`] : []);

/** Where the OpenID provider is. Throws `EgressError` where requests could not go there. */
export const providerDestination = (issuer: URL): Destination => readDestination(issuer, loopbackOf(issuer));

/**
 * Creates the guard for requests to the OpenID provider. Its own host may have an address inside of the company, as the operator has named
 * it; other hosts, which only its metadata names, have public ones.
 */
export const providerEgress = (
  issuer: URL,
  values: Omit<EgressValues, 'allowed-destinations'>,
  warn: Warn,
): Pick<Egress, 'fetch' | 'close'> => {
  const way = wayOut(values, warn);
  const { name } = providerDestination(issuer);
  const loopback = loopbackOf(issuer);
  const only = (allowed: Destinations['allowed']): Destinations => ({ loopback, allowed });
  const own = createEgress({
    ...way,
    destinations: only((_, asked) => asked === name),
    guards: { ...egressGuards, mayReach: (address) => isPublicAddress(address) || isInternalAddress(address) },
  });
  const others = createEgress({ ...way, destinations: only((_, asked) => asked !== name) });
  return {
    fetch: async (request) =>
      await (readDestination(request.url, loopback).name === name ? own : others).fetch(request),
    close: () => {
      own.close();
      others.close();
    },
  };
};
