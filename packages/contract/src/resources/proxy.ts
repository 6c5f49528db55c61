import * as z from 'zod';
import { del, get, patch, post, put, type RouteSpec } from '../route.ts';

const spec = (verb: string) =>
  ({
    summary: `Forward a ${verb} request to another server, with tokens replaced by their data`,
    description:
      'The header `BT-PROXY-URL` holds the URL of the destination, or `BT-PROXY-KEY` the key of a stored proxy: https, a DNS name, port 443. The path after `/proxy` and the ' +
      'query are appended to it. In the body (JSON, forms, XML and other text), in header values and in the query, `{{ id }}` is ' +
      'replaced by the data of the token with this id, and `{{ id | json: "$.number" | last4 }}` by a part of it; a request may ' +
      'use up to 100 tokens. The answer is the answer of the destination. When the vault itself fails, it answers ' +
      '`{ "proxy_error": … }`.',
    permission: 'token:<classification>:use:proxy',
    passthrough: true,
    response: z.unknown(),
  }) as const satisfies RouteSpec;

/** Requests that the vault forwards to other servers. Each route also matches every path below its own. */
export const proxy = {
  get: get('/proxy', spec('GET')),
  post: post('/proxy', spec('POST')),
  put: put('/proxy', spec('PUT')),
  patch: patch('/proxy', spec('PATCH')),
  delete: del('/proxy', spec('DELETE')),
};
