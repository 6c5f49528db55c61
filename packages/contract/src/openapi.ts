import type * as z from 'zod';
import { schemas } from './contract.ts';
import { resourceTexts } from './resource-texts.ts';
import { type Contract, type Route, successStatus } from './route.ts';
import { routes } from './routes.ts';
import { type Json, jsonValue, pointer, type Written, writeSchemas } from './written-schemas.ts';

/**
 * The contract as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), ready for `JSON.stringify`.
 *
 * @param version the version of the vault that serves it.
 * @param serverUrl the URL of that vault; by default the origin that the document comes from.
 * @example
 * ```ts
 * import { contract, openapi } from '@tessera/contract';
 *
 * const document = openapi(contract, '1.0.0');
 * document.openapi; // '3.1.1'
 * document.servers; // [{ url: '/' }]
 * ```
 */
export function openapi(contract: Contract, version: string, serverUrl = '/'): Json {
  const named = routes(contract);
  const written = writeSchemas(named);
  const paths: Record<string, Json> = {};
  for (const { name, route } of named) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(name.join('.'), route, written) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Tessera vault', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: serverUrl }],
    security: [{ apiKey: [] }],
    tags: Object.keys(contract).map((name) => ({ name, description: resourceTexts[name] ?? name })),
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'BT-API-KEY' } },
      parameters: { traceId, idempotencyKey, proxyKey, proxyUrl },
      responses: {
        ...Object.fromEntries(Object.entries(errors).map(([status, text]) => [status, errorResponse(text)])),
        proxy: proxyResponse,
      },
      schemas: {
        ...Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, written(schema)])),
        Json: jsonValue,
      },
    },
  };
}

const traceId = {
  name: 'BT-TRACE-ID',
  in: 'header',
  description: 'An id of your choice for this call. The vault writes it to its log and answers with it.',
  schema: { type: 'string' },
};

const idempotencyKey = {
  name: 'BT-IDEMPOTENCY-KEY',
  in: 'header',
  description:
    'Makes repeating the call safe: for 24 hours, calls with the same key and body take effect once and get the same answer.',
  schema: { type: 'string', maxLength: 255 },
};

const proxyUrl = {
  name: 'BT-PROXY-URL',
  in: 'header',
  description:
    'The URL of the destination. The path below `/proxy` and the query are appended to it. Required without `BT-PROXY-KEY`.',
  schema: { type: 'string', format: 'uri' },
};

const proxyKey = {
  name: 'BT-PROXY-KEY',
  in: 'header',
  description: 'The key of a stored proxy, which says where the call goes. `BT-PROXY-URL` is ignored then.',
  schema: { type: 'string' },
};

/** The bodies of forwarded calls, which another server defines. */
const anyContent = { '*/*': {} };

/** Statuses of errors that the vault itself answers to forwarded calls. A destination may answer with the same ones. */
const proxyFailures = [400, 401, 403, 408, 413, 429, 502];

const proxyResponse: Json = {
  description:
    'The vault failed to forward the call; `proxy_error` says why. With 408 the destination did not answer in time; with 502 it did not answer, or its answer could not be used. An answer without `proxy_error` came from the destination.',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { proxy_error: { $ref: '#/components/schemas/Problem' } },
        required: ['proxy_error'],
      },
    },
  },
};

const errors = {
  400: 'The request is wrong. `errors` names the properties, `detail` says what to do.',
  401: 'The API key is missing or invalid.',
  403: 'The API key does not have the required permission.',
  404: 'The object does not exist, or the API key may not see it.',
  409: 'The request conflicts with another one, for instance with one of the same idempotency key that is still running.',
  413: 'The body is too large.',
  415: 'This operation does not read bodies of this content type.',
  422: 'The idempotency key was already used for a different request.',
  429: 'Too many requests. The header `Retry-After` holds the number of seconds to wait.',
};

const errorResponse = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: pointer('Problem') } } },
});

function operation(id: string, route: Route, written: Written): Json {
  const { method, summary, description, permission, query, body, response, deprecated, passthrough } = route;
  const repeatable = !passthrough && (method === 'post' || method === 'put' || method === 'patch');
  const pathParameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const failures = passthrough
    ? proxyFailures
    : [
        ...(query || body ? [400] : []),
        401,
        ...(permission ? [403] : []),
        ...(pathParameters.length ? [404] : []),
        ...(repeatable ? [409, 422] : []),
        ...(body ? [413, 415] : []),
        429,
      ];
  return {
    operationId: id,
    tags: [id.split('.')[0]],
    summary,
    ...(description && { description }),
    ...(permission && { 'x-permission': permission }),
    ...(deprecated && { deprecated }),
    parameters: [
      ...pathParameters,
      ...(query ? queryParameters(written(query)) : []),
      ...(passthrough ? ['proxyUrl', 'proxyKey'].map((name) => ({ $ref: `#/components/parameters/${name}` })) : []),
      { $ref: '#/components/parameters/traceId' },
      ...(repeatable ? [{ $ref: '#/components/parameters/idempotencyKey' }] : []),
    ],
    ...(body && { requestBody: { required: true, content: jsonContent(body, written) } }),
    ...(passthrough && { requestBody: { content: anyContent } }),
    responses: {
      [successStatus(route)]: {
        description: passthrough ? 'The answer of the destination, with its status' : 'Success',
        ...(response && { content: passthrough ? anyContent : jsonContent(response, written) }),
      },
      ...Object.fromEntries(
        failures.map((status) => [status, { $ref: `#/components/responses/${passthrough ? 'proxy' : status}` }]),
      ),
    },
  };
}

const jsonContent = (schema: z.ZodType, written: Written): Json => {
  const [name] = Object.entries(schemas).find(([, named]) => named === schema) ?? [];
  return { 'application/json': { schema: name ? { $ref: pointer(name) } : written(schema) } };
};

/** Documents a list as a repeated parameter (`style: form`, `explode: true`, the defaults of OpenAPI). */
const queryParameters = (query: Json): Json[] => {
  const properties = query.properties as Record<string, Json & { anyOf?: Json[] }>;
  return Object.entries(properties).map(([name, { description, anyOf, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    schema: anyOf?.find(({ type }) => type === 'array') ?? schema,
  }));
};
