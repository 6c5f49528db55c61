import { expect } from '@playwright/test';
import { type RoleName, roleNames, roles } from '../../packages/contract/src/console/roles.ts';
import { at, test } from './console.ts';

/** Each page of the menu, and the permission or action without which it is not offered. */
const pages = {
  Overview: { path: '/overview', needs: 'overview:read' },
  Tokens: { path: '/tokens', needs: 'token:read' },
  Logs: { path: '/logs', needs: 'log:read' },
  Applications: { path: '/applications', needs: 'application:read' },
  'Requests and test cards': { path: '/developer', needs: 'reactor:read' },
  Reactors: { path: '/reactors', needs: 'reactor:read' },
  Formulas: { path: '/formulas', needs: 'reactor:read' },
  Proxies: { path: '/proxies', needs: 'proxy:read' },
  'Embed fields': { path: '/embed', needs: 'fields:embed' },
  Tenants: { path: '/tenants', needs: 'tenants:manage' },
  Keys: { path: '/keys', needs: 'keys:inspect' },
  'Audit verification': { path: '/verification', needs: 'audit:verify' },
  Operators: { path: '/operators', needs: 'operators:read' },
  'Passkeys and sessions': { path: '/account', needs: undefined },
} as const;

const allows = (role: RoleName, needs: string | undefined): boolean => {
  const { permissions, tokens, actions } = roles[role];
  return (
    needs === undefined || [...permissions, ...(tokens?.permissions ?? []), ...actions].some((held) => held === needs)
  );
};

for (const role of roleNames) {
  test(`somebody who is ${role} is offered what the role allows, and nothing else`, async ({
    page,
    served,
    context,
  }) => {
    await served.signIn(context, role);
    const calls: string[] = [];
    page.on('request', (request) => void calls.push(new URL(request.url()).pathname));
    await page.goto(served.url);
    const offered = Object.entries(pages).filter(([, { needs }]) => allows(role, needs));
    const menu = page.getByRole('navigation', { name: 'Menu' }).getByRole('link');
    await expect(menu).toHaveText(offered.map(([name]) => name));
    for (const [index, [name]] of offered.entries()) {
      await menu.nth(index).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
      await expect(page.locator('.skeleton')).toHaveCount(0);
      await expect(page.getByRole('alert')).toHaveCount(0);
    }
    const refused = Object.values(pages).filter(({ needs }) => !allows(role, needs));
    calls.length = 0;
    for (const { path } of refused) {
      await page.evaluate(
        (address) => {
          history.pushState(null, '', address);
          dispatchEvent(new PopStateEvent('popstate'));
        },
        at(served, path),
      );
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
      await page.evaluate(() => history.back());
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Passkeys and sessions');
    }
    const asked = calls.filter((call) => /^\/(api|console)\//.test(call));
    expect(asked).toEqual([]);
  });
}

test('what a role does not allow to be changed has no button', async ({ page, served, context }) => {
  await served.signIn(context, 'auditor');
  await page.goto(at(served, '/applications'));
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create an application' })).toHaveCount(0);
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Delete|Change|Make/ })).toHaveCount(0);
});
