import { elided, management, type Pair, type Step } from './pair.ts';

const tenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';
const exampleId = 'fb124bba-f90d-45f0-9a59-5edca27b3b4a';
const managementId = 'fe1f9ba4-474e-44b9-b949-110cdba9d662';

const tokenPermissions = ['token:general:create', 'token:general:read:low', 'token:pci:create', 'token:pci:read:low'];

const anotherApp: Step = {
  method: 'POST',
  path: '/applications',
  body: { name: 'My Example App', type: 'server_to_server', permissions: tokenPermissions },
};

const exampleApp: Step = { ...anotherApp, makes: exampleId };

const renamed = (id: string, name: string, permissions: string[]): Step => ({
  method: 'PUT',
  path: `/applications/${id}`,
  body: { name, permissions },
});

const managementApp = (id: string): Step => ({
  method: 'POST',
  path: '/applications',
  body: { name: 'As it was first called', type: 'management', permissions: ['application:read'] },
  makes: id,
});

const changedManagementApp = [
  managementApp(managementId),
  renamed(managementId, 'My Management App', ['application:create', 'application:read']),
];

const managementAnswer = {
  id: managementId,
  tenant_id: tenant,
  name: 'My Management App',
  type: 'management',
  permissions: ['application:create', 'application:read'],
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
  modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  modified_at: '2021-03-01T08:23:14+00:00',
};

/** API reference, "Applications". */
export const applications: Pair[] = [
  {
    source: 'api-reference: Create Application',
    caller: management('application:create'),
    request: {
      method: 'POST',
      path: '/applications',
      // As text, because what is printed is no JSON: see the corrections.
      body: `{
    "name": "My Example App",
    "type": "server_to_server",
    "permissions": [
      "token:general:create",
      "token:general:read:low"
      "token:pci:create",
      "token:pci:read:low",
    ]
  }`,
    },
    call: 'applications.create',
    args: [{ name: 'My Example App', type: 'server_to_server', permissions: tokenPermissions }],
    status: 201,
    response: {
      id: exampleId,
      tenant_id: tenant,
      name: 'My Example App',
      key: 'key_FZ8RmaxoGc73lbmF2cpmUJ',
      type: 'server_to_server',
      permissions: tokenPermissions,
      created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
      created_at: '2020-09-15T15:53:00+00:00',
    },
  },
  {
    source: 'api-reference: List Applications',
    caller: management('application:read'),
    given: [exampleApp, renamed(exampleId, 'My Example App', tokenPermissions), anotherApp],
    request: { method: 'GET', path: '/applications' },
    call: 'applications.list',
    args: [],
    status: 200,
    response: {
      pagination: elided,
      data: [
        {
          id: exampleId,
          tenant_id: tenant,
          name: 'My Example App',
          type: 'server_to_server',
          permissions: tokenPermissions,
          created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
          created_at: '2020-09-15T15:53:00+00:00',
          modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
          modified_at: '2021-03-01T08:23:14+00:00',
        },
        elided,
        elided,
      ],
    },
  },
  {
    source: 'api-reference: List Applications, query parameter id',
    caller: management('application:read'),
    given: [...changedManagementApp, exampleApp],
    request: { method: 'GET', path: `/applications?id=${managementId}` },
    call: 'applications.list',
    args: [{ id: managementId }],
    status: 200,
    response: {
      pagination: { total_items: 1, page_number: 1, page_size: 20, total_pages: 1 },
      data: [managementAnswer],
    },
  },
  {
    source: 'api-reference: Get an Application',
    caller: management('application:read'),
    given: changedManagementApp,
    request: { method: 'GET', path: `/applications/${managementId}` },
    call: 'applications.retrieve',
    args: [managementId],
    status: 200,
    response: managementAnswer,
  },
  {
    source: 'api-reference: Get an Application by Key',
    caller: { madeAs: managementId },
    given: changedManagementApp,
    request: { method: 'GET', path: '/applications/key' },
    call: 'applications.retrieveByKey',
    args: [],
    status: 200,
    response: managementAnswer,
  },
  {
    source: 'api-reference: Update Application',
    // An application gives a management application only what it holds itself.
    caller: management('application:update', 'application:create', 'application:read'),
    given: [managementApp(exampleId)],
    request: {
      method: 'PUT',
      path: `/applications/${exampleId}`,
      body: { name: 'My Example App', permissions: ['application:create', 'application:read'] },
    },
    call: 'applications.update',
    args: [exampleId, { name: 'My Example App', permissions: tokenPermissions }],
    status: 200,
    response: {
      id: exampleId,
      tenant_id: tenant,
      name: 'My Example App',
      type: 'management',
      permissions: ['application:create', 'application:read'],
      created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
      created_at: '2020-09-15T15:53:00+00:00',
      modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
      modified_at: '2021-03-01T08:23:14+00:00',
    },
  },
  {
    source: 'api-reference: Regenerate API Key',
    caller: management('application:update'),
    given: [exampleApp],
    request: { method: 'POST', path: `/applications/${exampleId}/regenerate` },
    call: 'applications.regenerateKey',
    args: [exampleId],
    status: 201,
    response: {
      id: exampleId,
      tenant_id: tenant,
      name: 'My Example App',
      key: 'key_FZ8RmaxoGc73lbmF2cpmUJ',
      type: 'server_to_server',
      permissions: tokenPermissions,
      created_by: 'c57a0d0d-e8e6-495f-9c79-a317cc21996c',
      created_at: '2020-09-15T15:53:00+00:00',
      modified_by: 'a23699d2-1d55-4927-83f9-e76779f1c1c1',
      modified_at: '2021-03-01T08:23:14+00:00',
    },
  },
  {
    source: 'api-reference: Delete Application',
    caller: management('application:delete'),
    given: [exampleApp],
    request: { method: 'DELETE', path: `/applications/${exampleId}` },
    call: 'applications.delete',
    args: [exampleId],
    status: 204,
  },
];
