import { isPublicAddress, isSameAddress } from './public-address.ts';

/** The checks that requests to the outside pass. Tests take one away, to show that what they try succeeds without it. */
export interface EgressGuards {
  /** Whether requests may go to an address that a name was found to have. */
  readonly mayReach: (address: string) => boolean;
  /** Whether a connection leads to the address that was checked. */
  readonly sameAddress: (checked: string, reached: string | undefined) => boolean;
  /** Whether a number is the status of a final answer. */
  readonly isStatus: (status: number) => boolean;
}

/** 1xx announce another answer, and outside of 100 to 599 nothing is a status (RFC 9110 §15); Node reads any three digits. */
const isStatus = (status: number): boolean => status >= 200 && status <= 599;

export const egressGuards: EgressGuards = { mayReach: isPublicAddress, sameAddress: isSameAddress, isStatus };
