import { setImmediate as nextTurn } from 'node:timers/promises';
import { isPublicAddress, isSameAddress } from './public-address.ts';

/** The checks that requests to the outside pass. Tests take one away, to show that what they try succeeds without it. */
export interface EgressGuards {
  /** Whether requests may go to an address that a name was found to have. */
  readonly mayReach: (address: string) => boolean;
  /** Whether a connection leads to the address that was checked. */
  readonly sameAddress: (checked: string, reached: string | undefined) => boolean;
  /** Whether a number is the status of a final answer. */
  readonly isStatus: (status: number) => boolean;
  /** Whose kept connections a tenant may use: a name for nobody but itself. */
  readonly owner: (tenantId: string) => string;
  /** Whether a kept connection to an address may be used for a name that was found to have these addresses. */
  readonly mayLead: (address: string, addresses: readonly string[]) => boolean;
  /** Whether a connection may be used on after bytes came over it that nobody had asked for. */
  readonly mayGoOnAfter: (bytes: Uint8Array) => boolean;
  /** Whether so many bytes of a streamed body may be written, of as many as were announced, and whether it may end there. */
  readonly mayWrite: (written: number, length: number | undefined, isEnd: boolean) => boolean;
  /** Waits until everything has been heard that a kept connection has received. */
  readonly probe: () => Promise<unknown>;
}

/** 1xx announce another answer, and outside of 100 to 599 nothing is a status (RFC 9110 §15); Node reads any three digits. */
const isStatus = (status: number): boolean => status >= 200 && status <= 599;

/** The event loop looks at all sockets once between two turns of this queue; the first may come when it has just looked. */
const probe = async (): Promise<void> => {
  await nextTurn();
  await nextTurn();
};

export const egressGuards: EgressGuards = {
  mayReach: isPublicAddress,
  sameAddress: isSameAddress,
  isStatus,
  owner: (tenantId) => tenantId,
  mayLead: (address, addresses) => addresses.includes(address),
  mayGoOnAfter: () => false,
  mayWrite: (written, length = written, isEnd) => (isEnd ? written === length : written <= length),
  probe,
};
