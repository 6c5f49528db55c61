import ipaddr from 'ipaddr.js';
import { isPageKey } from './page-keys.ts';
import type { ApplicationType } from './permissions.ts';

/** Where something was asked for. */
export interface Origin {
  /** The address that a request came from, or the command that was given. */
  from: string;
  /** The trace id of the request. */
  trace?: string;
}

/** Who does something, and from where. Both are missing where the vault acts by itself. */
export interface Actor {
  /** UUID text: an application or an operator. Nobody has an id on the command line. */
  actorId: string | undefined;
  origin: Origin | undefined;
}

/** Bits of an address that say in which network it is, and no longer whose it is. */
const networkBits = { ipv4: 24, ipv6: 48 } as const;

const networkIn = (address: string): string => {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  const bits = networkBits[parsed.kind()];
  const bytes = parsed.toByteArray().fill(0, bits / 8);
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
};

/**
 * The origin of a request, as entries of the audit log keep it. With a key that stands in a page it is the customer of a shop who calls, and
 * entries are kept for years: of that address only the network stays. A session may show values, so who uses one is kept as it is.
 */
export const requestOrigin = (
  caller: { type: ApplicationType; session?: unknown },
  address: string,
  trace: string,
): Origin => ({
  from: isPageKey(caller) && caller.session === undefined ? networkIn(address) : address,
  trace,
});

/** Acts by itself, because a time has come. */
export const theVault: Actor = { actorId: undefined, origin: undefined };

export const actorOf = ({ applicationId, origin }: { applicationId: string; origin: Origin }): Actor => ({
  actorId: applicationId,
  origin,
});
