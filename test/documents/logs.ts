import { elided, management, type Pair, type Step } from './pair.ts';

const tenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';
const tokenId = 'c06d0789-0a38-40be-b7cc-c28a718f76f1';

const retrieved: Step[] = [
  { method: 'POST', path: '/tokens', body: { type: 'token', data: 'Sensitive Value' }, makes: tokenId },
  { method: 'GET', path: `/tokens/${tokenId}` },
];

const read = {
  tenant_id: tenant,
  actor_id: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  actor_type: 'application',
  entity_type: 'token',
  entity_id: tokenId,
  operation: 'read',
  message: 'Token retrieved',
  created_at: '2021-03-01T08:23:14+00:00',
};

const created = { ...read, operation: 'create', message: 'Token created' };

const filtered = (parameters: string, query: object, data: unknown[]): Pair => {
  const search = new URLSearchParams(query as Record<string, string>);
  const args = [
    Object.fromEntries(
      Object.entries(query).map(([key, value]) => [key.replace(/_(.)/, (_, c) => c.toUpperCase()), value]),
    ),
  ];
  return {
    source: `api-reference: List Logs, query parameters ${parameters}`,
    caller: management('log:read'),
    given: retrieved,
    request: { method: 'GET', path: `/logs?${search}` },
    call: 'logs.list',
    args,
    status: 200,
    response: { pagination: elided, data },
  };
};

/** API reference, "Logs"; what that heading says in prose about filters has its pairs here, too. */
export const logs: Pair[] = [
  {
    source: 'api-reference: List Logs',
    caller: management('log:read'),
    given: retrieved,
    request: { method: 'GET', path: '/logs' },
    call: 'logs.list',
    args: [],
    status: 200,
    response: { pagination: elided, data: [read, elided, elided] },
  },
  filtered('entity_type and entity_id', { entity_type: 'token', entity_id: tokenId }, [read, created]),
  filtered('start_date', { entity_type: 'token', start_date: '2022-01-01T00:00:00+00:00' }, [read, created]),
  filtered('end_date', { entity_type: 'token', end_date: '2022-01-01T00:00:00+00:00' }, []),
  {
    source: 'openapi: GET /logs/entity-types',
    caller: management('log:read'),
    request: { method: 'GET', path: '/logs/entity-types' },
    call: 'logs.listEntityTypes',
    args: [],
    status: 200,
    response: [
      { display_name: 'Application', value: 'application' },
      { display_name: 'Application key', value: 'application_key' },
      { display_name: 'Bank', value: 'bank' },
      { display_name: 'Card', value: 'card' },
      elided,
    ],
  },
];
