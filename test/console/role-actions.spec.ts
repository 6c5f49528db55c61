import { expect, type Page } from '@playwright/test';
import { type RoleName, roleNames, roles } from '../../packages/contract/src/console/roles.ts';
import { at, type Console, test, visit } from './console.ts';

interface Action {
  /** What somebody clicks. */
  name: string | RegExp;
  /** The permission or action of the role without which it is not offered. */
  needs: string;
  /** What the page would call. */
  call: readonly [method: string, path: string];
}

interface Place {
  path: string;
  needs: string;
  actions: readonly Action[];
}

const absent = '00000000-0000-7000-8000-000000000000';

/** What can be done in each view that is not only for looking. */
const placesOf = ({ card, tenantId }: Console): Place[] => [
  {
    path: `/tokens/${card}`,
    needs: 'token:read',
    actions: [
      { name: 'Show the value …', needs: 'tokens:reveal', call: ['POST', '/console/reveals/frames'] },
      { name: /^Delete the token/, needs: 'token:delete', call: ['DELETE', `/api/tokens/${absent}`] },
    ],
  },
  {
    path: '/logs',
    needs: 'log:read',
    actions: [{ name: 'Save as CSV', needs: 'log:read', call: ['GET', '/api/logs'] }],
  },
  {
    path: '/applications',
    needs: 'application:read',
    actions: [{ name: 'Create an application', needs: 'application:create', call: ['POST', '/api/applications'] }],
  },
  {
    path: '/reactors',
    needs: 'reactor:read',
    actions: [{ name: /^Create a reactor/, needs: 'reactor:create', call: ['POST', '/api/reactors'] }],
  },
  {
    path: '/tenants',
    needs: 'tenants:manage',
    actions: [{ name: 'Make a tenant', needs: 'tenants:manage', call: ['POST', '/console/tenants'] }],
  },
  {
    path: '/embed',
    needs: 'fields:embed',
    actions: [{ name: 'Add', needs: 'origins:manage', call: ['POST', '/console/page-origins'] }],
  },
  {
    path: `/tenants/${tenantId}`,
    needs: 'tenants:manage',
    actions: [{ name: 'Delete the tenant …', needs: 'tenant:delete', call: ['DELETE', '/api/tenants/self'] }],
  },
  {
    path: '/keys',
    needs: 'keys:inspect',
    actions: [{ name: 'Rotate the key of the tenant', needs: 'keys:manage', call: ['POST', '/console/keys/versions'] }],
  },
  {
    path: '/verification',
    needs: 'audit:verify',
    actions: [{ name: 'Verify the audit log', needs: 'audit:verify', call: ['POST', '/console/audit-verifications'] }],
  },
  {
    path: '/operators',
    needs: 'operators:read',
    actions: [{ name: 'Invite', needs: 'operators:manage', call: ['POST', '/console/operators'] }],
  },
];

const has = (role: RoleName, needs: string): boolean => {
  const { permissions, tokens, actions } = roles[role];
  return [...permissions, ...(tokens?.permissions ?? []), ...actions].some((held) => held === needs);
};

/** The status of a call that somebody makes by hand in the page of the operator. */
const statusOf = (page: Page, [method, path]: Action['call'], tenant: string): Promise<number> =>
  page.evaluate(
    async ([how, where, of]) => {
      const headers = { 'Tessera-Console': '1', 'Tessera-Tenant': of, 'content-type': 'application/json' };
      return (await fetch(where, { method: how, headers, ...(how === 'POST' && { body: '{}' }) })).status;
    },
    [method, path, tenant] as const,
  );

for (const role of roleNames) {
  test(`somebody who is ${role} is offered each action that the role has, and refused each other one`, async ({
    page,
    served,
    context,
  }) => {
    await served.signIn(context, role);
    await page.goto(at(served, '/account'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Passkeys and sessions');
    for (const { path, needs, actions } of placesOf(served)) {
      const sees = has(role, needs);
      if (sees) await visit(page, at(served, path));
      for (const action of actions) {
        const offered = page
          .getByRole('button', { name: action.name, exact: true })
          .or(page.getByRole('link', { name: action.name, exact: true }));
        const may = has(role, action.needs);
        if (sees && may) await expect(offered.first(), `${path}: ${action.name}`).toBeVisible();
        if (sees && !may) await expect(offered, `${path}: ${action.name}`).toHaveCount(0);
        if (!may) expect(await statusOf(page, action.call, served.tenantId), `${action.call}`).toBe(403);
      }
    }
  });
}
