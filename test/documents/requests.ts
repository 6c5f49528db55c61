import { documentedKey, elided, management, type Pair, type Step, server } from './pair.ts';

const applicationId = 'fe1f9ba4-474e-44b9-b949-110cdba9d662';

const someApplication: Step = {
  method: 'POST',
  path: '/applications',
  body: { name: 'One of many', type: 'elements', permissions: ['token:general:create'] },
};

/** API reference, "Authentication", "Request Correlation", "Pagination", "List Permissions". */
export const requests: Pair[] = [
  {
    source: 'api-reference: Authentication, at instance',
    caller: management('application:read'),
    request: { method: 'GET', path: '/', headers: { 'BT-API-KEY': documentedKey } },
    call: 'applications.list',
    args: [],
    status: 200,
  },
  {
    source: 'api-reference: Authentication, per call',
    caller: management('application:read'),
    request: { method: 'GET', path: '/', headers: { 'BT-API-KEY': documentedKey } },
    call: 'applications.list',
    args: [{}, { apiKey: documentedKey }],
    keyPerCall: true,
    status: 200,
  },
  {
    source: 'api-reference: Request Correlation',
    caller: management('application:read'),
    request: {
      method: 'GET',
      path: '/',
      headers: { 'BT-API-KEY': documentedKey, 'BT-TRACE-ID': 'aa5d3379-6385-4ef4-9fdb-ca1341572153' },
    },
    call: 'applications.list',
    args: [{}, { correlationId: 'aa5d3379-6385-4ef4-9fdb-ca1341572153' }],
    status: 200,
    responseHeaders: { 'BT-TRACE-ID': 'aa5d3379-6385-4ef4-9fdb-ca1341572153' },
  },
  {
    source: 'api-reference: Pagination',
    caller: management('application:read'),
    // The caller and the first application of the tenant are two more.
    given: Array.from({ length: 20 }, () => someApplication),
    request: { method: 'GET', path: '/applications?page=2&size=10' },
    call: 'applications.list',
    args: [{ page: 2, size: 10 }],
    status: 200,
    response: {
      pagination: { total_items: 924, page_number: 2, page_size: 10, total_pages: 93 },
      data: [elided, elided, elided],
    },
  },
  {
    source: 'api-reference: List Permissions',
    caller: server('token:general:create'),
    request: { method: 'GET', path: '/permissions' },
    call: 'permissions.list',
    args: [],
    status: 200,
    response: [
      {
        type: 'token:pci:read:low',
        description: 'Read tokens with PCI classification of low impact level',
        application_types: ['server_to_server'],
      },
      elided,
      elided,
    ],
  },
];

const problem = (status: number) => ({ type: elided, title: elided, status, detail: elided });

type Asked = Pick<Pair, 'caller' | 'request' | 'call' | 'args'>;

const list: Omit<Asked, 'caller'> = {
  request: { method: 'GET', path: '/applications' },
  call: 'applications.list',
  args: [],
};

const code = (meaning: string, status: number, asked: Asked): Pair => ({
  source: `api-reference: Error Codes, ${status} ${meaning}`,
  ...asked,
  status,
  response: problem(status),
});

/** API reference, "Errors": the shape, and a request for every code that this part of the API can answer. */
export const errors: Pair[] = [
  {
    source: 'api-reference: Errors',
    caller: management('application:create'),
    request: { method: 'POST', path: '/applications', body: {} },
    call: 'applications.create',
    args: [{}],
    status: 400,
    response: {
      errors: { additionalProp1: ['string'], additionalProp2: ['string'], additionalProp3: ['string'] },
      type: 'string',
      title: 'string',
      status: 400,
      detail: 'string',
      instance: 'string',
    },
  },
  {
    ...code('Invalid request body', 400, {
      caller: server('token:general:create'),
      request: { method: 'POST', path: '/tokens', body: { type: 'no such type', data: 'Sensitive Value' } },
      call: 'tokens.create',
      args: [{ type: 'no such type', data: 'Sensitive Value' }],
    }),
    response: { ...problem(400), errors: { type: [elided] } },
  },
  code('A missing BT-API-KEY', 401, { caller: 'no key', ...list }),
  code('An invalid BT-API-KEY', 401, { caller: 'unknown key', ...list }),
  code('Not the required permissions', 403, { caller: server('token:general:create'), ...list }),
  code('Request entity was not found', 404, {
    caller: management('application:read'),
    request: { method: 'GET', path: `/applications/${applicationId}` },
    call: 'applications.retrieve',
    args: [applicationId],
  }),
];
