import { decodeQuery, type Route, validateQuery, validateRequest } from '@tessera/contract';
import type { Effort } from '../effort/effort.ts';
import { readJson } from '../http/body.ts';
import type { VaultRequest } from '../http/messages.ts';
import { invalidAll } from '../problem.ts';

/** Parses body and query of a request by the schemas of the contract. Their work is charged where an effort is given. Throws 400, 413 or 415. */
export const readCall = async (
  route: Route,
  request: VaultRequest,
  { searchParams }: URL,
  effort?: Pick<Effort, 'reserve'>,
) => {
  const query = validateQuery(route.query, decodeQuery(searchParams));
  if (query.errors) throw invalidAll(query.errors);
  const work = effort && { work: effort.reserve };
  const sent = route.body && (await readJson(request, { anyContentType: route.anyContentType, ...work }));
  const body = route.body && validateRequest(route.body, sent?.value, { answer: route.response });
  if (body?.errors) throw invalidAll(body.errors);
  return { query: query.value, body: body?.value, text: sent?.text ?? '' };
};
