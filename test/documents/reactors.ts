import { elided, management, type Pair, type Step } from './pair.ts';
import { existingFormula } from './reactor-formulas.ts';

const tenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';
const formulaId = '17069df1-80f4-439e-86a7-4121863e4678';
const reactorId = '5b493235-6917-4307-906a-2cd6f1a90b13';
const deletedId = 'fb124bba-f90d-45f0-9a59-5edca27b3b4a';

const configuration = { SERVICE_API_KEY: 'key_abcd1234' };
const body = { name: 'My Reactor', configuration, formula: { id: formulaId } };
const saved = { name: 'My Reactor', configuration };

const created: Step = { method: 'POST', path: '/reactors', body, makes: reactorId };
const existing: Step[] = [...existingFormula, created, { method: 'PUT', path: `/reactors/${reactorId}`, body: saved }];
const other: Step = { method: 'POST', path: '/reactors', body: { ...body, name: 'Another' } };

const answer = {
  id: reactorId,
  tenant_id: tenant,
  name: 'My Reactor',
  formula: elided,
  configuration,
  created_by: '3ce0dceb-fd0b-4471-8006-c51243c9ef7a',
  created_at: '2020-09-15T15:53:00+00:00',
};

const changed = {
  ...answer,
  modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  modified_at: '2021-03-01T08:23:14+00:00',
};

const page = (total: number) => ({ total_items: total, page_number: 1, page_size: 20, total_pages: total > 0 ? 1 : 0 });

const filtered = (parameter: string, search: string, query: object, data: unknown[]): Pair => ({
  source: `api-reference: List Reactors, query parameter ${parameter}`,
  caller: management('reactor:read'),
  given: [...existing, other],
  request: { method: 'GET', path: `/reactors?${search}` },
  call: 'reactors.list',
  args: [query],
  status: 200,
  response: { pagination: page(data.length), data },
});

/** API reference, "Reactors"; what that heading says in prose about filters has its pairs here, too. */
export const reactors: Pair[] = [
  {
    source: 'api-reference: Create Reactor',
    caller: management('reactor:create'),
    given: existingFormula,
    request: { method: 'POST', path: '/reactors', body },
    call: 'reactors.create',
    args: [body],
    status: 201,
    response: answer,
  },
  {
    source: 'api-reference: List Reactors',
    caller: management('reactor:read'),
    given: [...existing, other, other],
    request: { method: 'GET', path: '/reactors' },
    call: 'reactors.list',
    args: [],
    status: 200,
    response: { pagination: elided, data: [changed, elided, elided] },
  },
  filtered('id', `id=${reactorId}`, { id: [reactorId] }, [changed]),
  filtered('name', 'name=my*', { name: 'my*' }, [changed]),
  filtered('source_token_type', 'source_token_type=bank', { sourceTokenType: 'bank' }, []),
  {
    source: 'api-reference: Get a Reactor',
    caller: management('reactor:read'),
    given: existing,
    request: { method: 'GET', path: `/reactors/${reactorId}` },
    call: 'reactors.retrieve',
    args: [reactorId],
    status: 200,
    response: changed,
  },
  {
    source: 'api-reference: Update Reactor',
    caller: management('reactor:update'),
    given: [...existingFormula, created],
    request: { method: 'PUT', path: `/reactors/${reactorId}`, body: saved },
    call: 'reactors.update',
    args: [reactorId, saved],
    status: 200,
    response: changed,
  },
  {
    source: 'api-reference: Delete Reactor',
    caller: management('reactor:delete'),
    given: [...existingFormula, { ...created, makes: deletedId }],
    request: { method: 'DELETE', path: `/reactors/${deletedId}` },
    call: 'reactors.delete',
    args: [deletedId],
    status: 204,
  },
];
