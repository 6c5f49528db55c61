import { type Route, successStatus } from '@tessera/contract';
import type { StoredAnswer } from '../idempotency/idempotency.ts';

/**
 * The response for what a handler returned. It is parsed by the response schema first, so that no undeclared property can leave the
 * vault. Throws if the handler returned something that the contract does not allow.
 */
export const reply = (route: Route, answer: unknown, status = successStatus(route)): StoredAnswer => ({
  status,
  body: route.response ? JSON.stringify(route.response.parse(answer)) : '',
});
