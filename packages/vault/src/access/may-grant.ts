import { ApiError } from '../problem.ts';
import type { ApplicationType } from './permissions.ts';

/** An application by what counts for what it may hand on. */
interface Holder {
  type: ApplicationType;
  permissions: Iterable<string>;
}

/**
 * A management application hands on no management permission that it does not hold itself; `before` is what the other application
 * holds already. Permissions on tokens it may hand on although it can never hold them, for somebody has to (API reference,
 * Applications): whoever may create applications can read every token of the tenant by one of them. Throws 403.
 */
export const assertMayGrant = (
  caller: { permissions: ReadonlySet<string> },
  { type, permissions }: Holder,
  before: Iterable<string> = [],
): void => {
  if (type !== 'management') return;
  const kept = new Set(before);
  const missing = [...permissions].filter((permission) => !caller.permissions.has(permission) && !kept.has(permission));
  if (missing.length === 0) return;
  throw new ApiError(
    'forbidden',
    `An application can give a management application no permission that it does not hold itself; this needs ${missing.join(' and ')}.`,
  );
};
