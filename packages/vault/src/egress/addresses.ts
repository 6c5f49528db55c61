import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Destination } from './destination.ts';
import { EgressError } from './egress-error.ts';
import type { EgressGuards } from './egress-guards.ts';
import { isLoopbackAddress } from './public-address.ts';
import { createRecent } from './recent.ts';

/** What name servers say of a name. */
export interface Found {
  /** Every address of the name; none where there is none. */
  readonly addresses: readonly string[];
  /** Seconds for which this holds. */
  readonly ttl: number;
}

/** Looks a name up. Rejects, or finds no address, when there is none. */
export type Resolve = (host: string) => Promise<Found>;

/**
 * Asks the name servers of the system, or those given (`127.0.0.1:5353`). It speaks DNS itself: no hosts file, no thread of the
 * pool that other work waits for while a name server is slow.
 */
export const nameServers = (servers?: readonly string[]): Resolve => {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (servers) resolver.setServers(servers);
  return async (host) => {
    const answers = await Promise.allSettled([
      resolver.resolve4(host, { ttl: true }),
      resolver.resolve6(host, { ttl: true }),
    ]);
    const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    return {
      addresses: records.map(({ address }) => address),
      ttl: Math.min(...records.map(({ ttl }) => ttl), Number.MAX_SAFE_INTEGER),
    };
  };
};

/** Milliseconds after which a name is looked up and checked again, however long its answer would hold. */
const longest = 30_000;

/** How many names are remembered. */
const mostNames = 1000;

const onThisMachine = ({ host, loopback }: Destination): readonly string[] | undefined => {
  if (loopback && isIP(host) !== 0) return [host];
  return loopback && host === 'localhost' ? ['127.0.0.1', '::1'] : undefined;
};

interface AddressOptions {
  resolve: Resolve;
  guards: EgressGuards;
  /** Milliseconds of a clock that never goes back. */
  clock: () => number;
}

/** The addresses of a destination, all of them checked. Throws `EgressError` of kind `resolve` or `address`. */
export type Addresses = (destination: Destination) => Promise<readonly string[]>;

/**
 * Looks names up and checks what they lead to. Connections go to these very addresses and to nothing that a name server says in
 * between; after the time of the answer, and after half a minute at most, a name is looked up and checked again. One address that
 * is not public condemns them all, for a name that points inside once will do so again.
 */
export const createAddresses = ({ resolve, guards: { mayReach }, clock }: AddressOptions): Addresses => {
  const known = createRecent<{ addresses: readonly string[]; until: number }>(mostNames);
  const asking = new Map<string, Promise<readonly string[]>>();

  const lookUp = async (destination: Destination): Promise<readonly string[]> => {
    const asked = clock();
    const found = await resolve(destination.host).catch((): Found => ({ addresses: [], ttl: 0 }));
    check(destination, found.addresses);
    const until = asked + Math.min(found.ttl * 1000, longest);
    known.set(destination.name, { addresses: found.addresses, until });
    return found.addresses;
  };

  const check = (destination: Destination, addresses: readonly string[]): void => {
    if (addresses.length === 0) throw new EgressError('resolve', `The name ${destination.host} could not be resolved.`);
    const may = destination.loopback ? isLoopbackAddress : mayReach;
    if (!addresses.every(may))
      throw new EgressError('address', `The name ${destination.host} does not lead to public addresses only.`);
  };

  return async (destination) => {
    const { name } = destination;
    const own = onThisMachine(destination);
    if (own) {
      check(destination, own);
      return own;
    }
    const there = known.get(name);
    if (there && clock() < there.until) return there.addresses;
    known.delete(name);
    const under = asking.get(name);
    if (under) return await under;
    const asked = lookUp(destination).finally(() => asking.delete(name));
    asking.set(name, asked);
    return await asked;
  };
};
