import { decodeQuery, type Route, validateQuery, validateRequest } from '@tessera/contract';
import type { Effort } from '../effort/effort.ts';
import { readJson } from '../http/body.ts';
import type { VaultRequest } from '../http/messages.ts';
import { invalidAll } from '../problem.ts';
import type { CallUrl } from './call-url.ts';

/** What a request without a body says: its query by the schema of the contract. Throws 400. */
export const readQuery = (route: Route, url: CallUrl) => {
  // Where nothing was sent, and no query is known that could have standard values, nothing is left to check.
  if (url.search === '' && !route.query) return { query: undefined, body: undefined, text: '' };
  const query = validateQuery(route.query, decodeQuery(url.searchParams));
  if (query.errors) throw invalidAll(query.errors);
  return { query: query.value, body: undefined, text: '' };
};

interface Reading {
  /** What the work is charged to. */
  effort?: Pick<Effort, 'reserve'>;
  /** Bytes that the body may have, where that is less than usual. */
  most?: number | undefined;
}

/** Parses body and query of a request by the schemas of the contract. Throws 400, 413 or 415. */
export const readCall = async (route: Route, request: VaultRequest, url: CallUrl, { effort, most }: Reading) => {
  const { query } = readQuery(route, url);
  const work = effort && { work: (steps: number, alone: boolean) => effort.reserve(steps, alone) };
  const sent = route.body && (await readJson(request, { anyContentType: route.anyContentType, most, ...work }));
  const body = route.body && validateRequest(route.body, sent?.value, { answer: route.response });
  if (body?.errors) throw invalidAll(body.errors);
  return { query, body: body?.value, text: sent?.text ?? '' };
};
