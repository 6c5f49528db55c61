import type { Egress } from '../../egress/egress.ts';
import { EgressError } from '../../egress/egress-error.ts';
import { ApiError, invalid } from '../../problem.ts';
import { readTarget } from '../target.ts';

/**
 * Refuses a destination to which no request of the tenant could go. Every call is judged again, because what the operator allows, and
 * what a name leads to, may change. Throws 400.
 */
export const checkDestination = (egress: Pick<Egress, 'destination'>, tenantId: string, url: string): void => {
  try {
    readTarget(url, { pathname: '/proxy', search: '' }, 'destination_url');
    egress.destination(tenantId, url);
  } catch (error) {
    if (error instanceof EgressError || error instanceof ApiError) throw invalid('destination_url', error.message);
    throw error;
  }
};
