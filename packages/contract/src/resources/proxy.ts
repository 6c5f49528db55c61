import * as z from 'zod';
import { del, get, patch, post, put, type RouteSpec } from '../route.ts';

const spec = (verb: string) =>
  ({
    summary: `Send a ${verb} request on to another server, with tokens replaced by their data`,
    description:
      'The header `BT-PROXY-URL` names the destination: https, a DNS name, port 443. What follows `/proxy` in the path is appended ' +
      'to it, and so is the query. `{{ id }}` and `{{ id | json: "$.number" | last4 }}` stand for the data of tokens in the body ' +
      '(JSON, forms, XML and other text), in header values and in the query; at most 100 tokens. The answer is that of the ' +
      'destination. What fails in the vault is answered as `{ "proxy_error": … }`.',
    permission: 'token:<classification>:use:proxy',
    passthrough: true,
    response: z.unknown(),
  }) as const satisfies RouteSpec;

/** Requests to other servers. Each stands for every path below it too. */
export const proxy = {
  get: get('/proxy', spec('GET')),
  post: post('/proxy', spec('POST')),
  put: put('/proxy', spec('PUT')),
  patch: patch('/proxy', spec('PATCH')),
  delete: del('/proxy', spec('DELETE')),
};
