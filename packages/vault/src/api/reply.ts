import { type Route, successStatus } from '@tessera/contract';
import type { StoredAnswer } from '../idempotency/idempotency.ts';

/**
 * An answer as it goes out. It is read by the response schema first, so that nothing undeclared can leave, whatever a handler or a
 * row holds. Throws when a handler gives back what the contract does not allow.
 */
export const reply = (route: Route, answer: unknown, status = successStatus(route)): StoredAnswer => ({
  status,
  body: route.response ? JSON.stringify(route.response.parse(answer)) : '',
});
