import { management, type Pair, type Step } from './pair.ts';

const named: Step = { method: 'PUT', path: '/tenants/self', body: { name: 'My Tenant' } };

const answer = {
  id: 'f88da999-b124-4a14-acde-cbc121444f14',
  owner_id: '97cec6e8-a143-4fb4-9ab0-cf7e49242d21',
  name: 'My Tenant',
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
  modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  modified_at: '2021-03-01T08:23:14+00:00',
};

const oneOfEach: Step[] = [
  { method: 'POST', path: '/tokens', body: { type: 'token', data: 'Sensitive Value' } },
  { method: 'POST', path: '/atomic/cards', body: { card: { number: '4242424242424242' } } },
  {
    method: 'POST',
    path: '/atomic/banks',
    body: { bank: { routing_number: '021000021', account_number: '1234567890' } },
  },
];

const counted = (count: number) => ({ count, last_created_at: '2020-09-15T15:53:00+00:00' });

/** API reference, "Tenants". */
export const tenants: Pair[] = [
  {
    source: 'api-reference: Get a Tenant',
    caller: management('tenant:read'),
    given: [named],
    request: { method: 'GET', path: '/tenants/self' },
    call: 'tenants.retrieve',
    args: [],
    status: 200,
    response: answer,
  },
  {
    source: 'api-reference: Update Tenant',
    caller: management('tenant:update'),
    request: { method: 'PUT', path: '/tenants/self', body: { name: 'My Example Tenant' } },
    call: 'tenants.update',
    args: [{ name: 'My Example Tenant' }],
    status: 200,
    response: { ...answer, name: 'My Example Tenant' },
  },
  {
    source: 'api-reference: Delete Tenant',
    caller: management('tenant:delete'),
    request: { method: 'DELETE', path: '/tenants/self' },
    call: 'tenants.delete',
    args: [],
    status: 204,
  },
  {
    source: 'api-reference: Get Tenant Usage Report',
    caller: management('report:read'),
    given: oneOfEach,
    request: { method: 'GET', path: '/tenants/self/reports/usage' },
    call: 'tenants.retrieveUsageReport',
    args: [],
    status: 200,
    response: {
      token_report: {
        metrics_by_type: { token: counted(123), card: counted(456), bank: counted(789) },
        included_monthly_active_tokens: 50,
        monthly_active_tokens: 987,
      },
    },
  },
];
