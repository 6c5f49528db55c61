import { type HttpHandler, http } from 'msw';
import type * as z from 'zod';
import { handledRoutes, type PartialHandlers } from './handlers.ts';
import { decodeQuery } from './query.ts';
import { type Contract, successStatus } from './route.ts';
import type { Problem } from './shared.ts';
import type { Errors, Validated } from './validate.ts';
import { validateQuery, validateRequest } from './validate-request.ts';

/**
 * What mock handlers are called with besides parameters, query and body.
 *
 * @example
 * ```ts
 * import { contract } from '@tessera/contract';
 * import { type MockContext, mock } from '@tessera/contract/mock';
 *
 * const traceOf = ({ request }: MockContext) => request.headers.get('BT-TRACE-ID');
 * const handlers = mock(contract, { permissions: { list: (call) => (traceOf(call) ? [] : []) } });
 * ```
 */
export interface MockContext {
  request: Request;
}

/**
 * Request handlers for Mock Service Worker, typed by the contract. They check requests as the vault does, so a wrong call is answered
 * with 400 and its test fails. They check the answers of your handlers too. A handler may throw a `Response` to answer with an error.
 *
 * @param baseUrl the URL of the mocked vault; by default every origin.
 * @throws never itself; a handler that throws anything but a `Response` fails the request.
 * @example
 * ```ts
 * import { contract } from '@tessera/contract';
 * import { mock } from '@tessera/contract/mock';
 * import { setupServer } from 'msw/node';
 *
 * const types = [{ display_name: 'Card', value: 'card' as const }];
 * const server = setupServer(...mock(contract, { logs: { listEntityTypes: () => types } }));
 * ```
 */
export function mock<C extends Contract>(
  contract: C,
  handlers: PartialHandlers<C, MockContext>,
  baseUrl = '*',
): HttpHandler[] {
  return handledRoutes(contract, handlers).map(({ route, handle }) =>
    http[route.method](baseUrl + route.path.replace(/\{(\w+)\}/g, ':$1'), async ({ request, params }) => {
      try {
        const sent = decodeQuery(new URL(request.url).searchParams);
        const query = accepted(validateQuery(route.query, sent));
        const body =
          route.body &&
          accepted(validateRequest(route.body, await readJson(request.clone()), { answer: route.response }));
        const call = { request, params: params as Record<string, string>, query, body };
        const reply = await handle(call);
        const status = successStatus(route);
        return route.response ? Response.json(route.response.parse(reply), { status }) : new Response(null, { status });
      } catch (thrown) {
        if (thrown instanceof Response) return thrown;
        throw thrown;
      }
    }),
  );
}

const accepted = <T>(result: Validated<T>): T => {
  if (result.errors) throw refusal(result.errors);
  return result.value;
};

const readJson = (request: Request): Promise<unknown> =>
  request.json().catch(() => {
    throw refusal({ body: ['Not JSON.'] });
  });

const refusal = (errors: Errors): Response => {
  const problem: z.infer<typeof Problem> = { title: 'One or more validation errors occurred.', status: 400, errors };
  return Response.json(problem, { status: 400, headers: { 'content-type': 'application/problem+json' } });
};
