import { type Route, successStatus } from '@tessera/contract';
import { WrittenJson } from '../http/written-json.ts';
import type { StoredAnswer } from '../idempotency/answers.ts';

/**
 * The response for what a handler returned. It is parsed by the response schema first, so that no undeclared property can leave the
 * vault; a test compares what is written already with that. Throws if the handler returned something that the contract does not
 * allow.
 */
export const reply = (route: Route, answer: unknown, status = successStatus(route)): StoredAnswer => {
  const body = () => (answer instanceof WrittenJson ? answer.text : JSON.stringify(route.response?.parse(answer)));
  return { status, body: route.response ? body() : '' };
};
