import { elided, type Pair, type Step, server } from './pair.ts';

const parentId = 'c06d0789-0a38-40be-b7cc-c28a718f76f1';
const printedChild = 'c1e565009-1984-4638-8fca-dce8a82cc2af';
const childId = 'c1e56509-1984-4638-8fca-dce8a82cc2af';

const parent: Step = { method: 'POST', path: '/tokens', body: { type: 'token', data: 'parent' }, makes: parentId };

const other: Step = { method: 'POST', path: '/tokens', body: { type: 'token', data: 'child' }, makes: childId };

const associated: Step = { method: 'POST', path: `/tokens/${parentId}/children/${childId}` };

const child = {
  type: 'token',
  data: 'Sensitive Value',
  metadata: { nonSensitiveField: 'Non-Sensitive Value' },
};

const made: Step = { method: 'POST', path: `/tokens/${parentId}/children`, body: child, makes: childId };
const another: Step = {
  method: 'POST',
  path: `/tokens/${parentId}/children`,
  body: { type: 'token', data: 'another' },
};

const answer = {
  id: childId,
  tenant_id: '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08',
  type: 'token',
  privacy: { classification: 'general', impact_level: 'high', restriction_policy: 'redact' },
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
  metadata: { nonSensitiveField: 'Non-Sensitive Value' },
};

/** API reference, "Token Associations". */
export const associations: Pair[] = [
  {
    source: 'api-reference: Create Token Association',
    caller: server('token:general:read:low'),
    given: [parent, other],
    request: { method: 'POST', path: `/tokens/${parentId}/children/${printedChild}` },
    call: 'tokens.createAssociation',
    args: [parentId, printedChild],
    status: 204,
  },
  {
    source: 'api-reference: Delete Token Association',
    caller: server('token:general:delete'),
    given: [parent, other, associated],
    request: { method: 'DELETE', path: `/tokens/${parentId}/children/${printedChild}` },
    call: 'tokens.deleteAssociation',
    args: [parentId, printedChild],
    status: 204,
  },
  {
    source: 'api-reference: Create Child Token for a Token',
    caller: server('token:general:create', 'token:general:read:low'),
    given: [parent],
    request: { method: 'POST', path: `/tokens/${parentId}/children`, body: child },
    call: 'tokens.createChild',
    args: [parentId, child],
    status: 201,
    response: answer,
  },
  {
    source: 'api-reference: List Child Tokens for a Token',
    caller: server('token:general:read:low'),
    given: [parent, made, another, another],
    request: { method: 'GET', path: `/tokens/${parentId}/children` },
    call: 'tokens.listChildren',
    args: [parentId],
    status: 200,
    response: { pagination: elided, data: [{ ...answer, data: null }, elided, elided] },
  },
  {
    source: 'api-reference: List Child Tokens for a Token, query parameter type',
    caller: server('token:general:read:low'),
    given: [parent, made],
    request: { method: 'GET', path: `/tokens/${parentId}/children?id=${childId}&type=token` },
    call: 'tokens.listChildren',
    args: [parentId, { id: [childId], type: ['token'] }],
    status: 200,
    response: { pagination: elided, data: [{ ...answer, data: null }] },
  },
];
