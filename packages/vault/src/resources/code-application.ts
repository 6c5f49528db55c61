import { findApplication } from '../access/applications.ts';
import type { Caller } from '../access/authenticate.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Services } from '../services.ts';

/**
 * Checks that a caller may decide what code does as an application, and gives the id of that as it is kept; `before` is the one that the
 * code acts for until now. Whoever decides about the code can do all that the application may. So it takes the permission by which a
 * key of the application could be made. Throws 400 or 403.
 */
export const applicationForCode = async (
  { store }: Pick<Services, 'store'>,
  { tenantId, permissions }: Caller,
  wanted: string | undefined,
  before?: string,
): Promise<string | undefined> => {
  if (wanted === undefined) return undefined;
  if (!permissions.has('application:create')) {
    throw new ApiError(
      'forbidden',
      'Code that acts for an application can do what that may. Saving it needs the permission application:create, by which a key of that application could be made.',
    );
  }
  if (wanted === before) return before;
  const found = await findApplication(store, tenantId, wanted);
  if (!found) throw invalid('application.id', 'There is no application with this id.');
  if (found.type === 'management') throw invalid('application.id', 'Code cannot act for a management application.');
  return found.id;
};
