import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Destination } from './destination.ts';
import { EgressError } from './egress-error.ts';
import type { EgressGuards } from './egress-guards.ts';
import { isLoopbackAddress } from './public-address.ts';

/** Every address of a name. Rejects, or gives none back, when there is none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** How many addresses of one name are tried. */
const tried = 4;

/**
 * Asks the name servers of the system, or those given (`127.0.0.1:5353`). It speaks DNS itself: no hosts file, no thread of the
 * pool that other work waits for while a name server is slow.
 */
export const nameServers = (servers?: readonly string[]): Resolve => {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (servers) resolver.setServers(servers);
  return async (host) => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
};

const find = async ({ host, loopback }: Destination, resolve: Resolve): Promise<readonly string[]> => {
  if (loopback && isIP(host) !== 0) return [host];
  if (loopback && host === 'localhost') return ['127.0.0.1', '::1'];
  return await resolve(host).catch(() => []);
};

/**
 * The addresses of a destination, looked up once: connections go to these very addresses and to nothing that a name server says
 * later. One address that is not public condemns them all, for a name that points inside once will do so again. Throws
 * `EgressError` of kind `resolve` or `address`.
 */
export const addressesOf = async (
  destination: Destination,
  resolve: Resolve,
  { mayReach }: EgressGuards,
): Promise<readonly string[]> => {
  const addresses = await find(destination, resolve);
  if (addresses.length === 0) {
    throw new EgressError('resolve', `The name ${destination.host} could not be resolved.`);
  }
  const may = destination.loopback ? isLoopbackAddress : mayReach;
  if (!addresses.every(may)) {
    throw new EgressError('address', `The name ${destination.host} does not lead to public addresses only.`);
  }
  return addresses.slice(0, tried);
};
