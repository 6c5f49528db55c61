import type { Route } from '@tessera/contract';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { Caller } from '../access/authenticate.ts';
import { assertPinned } from '../access/pinning.ts';
import { canEver } from '../access/privacy.ts';
import { ApiError } from '../problem.ts';
import type { Store } from '../store/port.ts';
import type { Asked } from './exchange.ts';

/** Calls of a frame: its page must be pinned to the tenant of the key, and the key be one that may stand on a page. */
const assertFrame = async (
  page: string,
  caller: Caller,
  route: Route,
  pins: { allowedOrigins: AllowedOrigins; store: Store },
): Promise<void> => {
  await assertPinned(page, caller, pins);
  // A frame asks the vault what kind of key it was given; that one question any key may ask.
  if (route.permission !== undefined && caller.type !== 'elements') {
    throw new ApiError('elements-key-required', `Use the key of an application of type elements, not ${caller.type}.`);
  }
};

/** Refuses, before anything is looked up, what this caller could never be allowed to do. Throws 403. */
export const permit = async (
  request: Asked,
  caller: Caller,
  route: Route,
  pins: { allowedOrigins: AllowedOrigins; store: Store },
): Promise<void> => {
  const page = request.headers.get('BT-ELEMENTS-PAGE');
  if (page !== null) await assertFrame(page, caller, route, pins);
  // What needs two permissions names both.
  const needed = route.permission?.split(' ') ?? [];
  if (!needed.every((permission) => canEver(permission, caller.permissions))) {
    throw new ApiError('forbidden', `This needs the permission ${route.permission}.`);
  }
};
