import { isPublicAddress, isSameAddress } from './public-address.ts';

/** What keeps requests outside. Tests take one away, to show that what they try works without it. */
export interface EgressGuards {
  /** Whether requests may go to an address that a name was found to have. */
  readonly mayReach: (address: string) => boolean;
  /** Whether a connection leads to the address that was checked. */
  readonly sameAddress: (checked: string, reached: string | undefined) => boolean;
}

export const egressGuards: EgressGuards = { mayReach: isPublicAddress, sameAddress: isSameAddress };
