import { expect } from '@playwright/test';
import type { ConsoleKeys, ConsoleRewrap } from '../../packages/contract/src/console.ts';
import { at, complaints, enter, expectAccessible, expectFits, hostile, test } from './console.ts';

test('a custodian sees which keys there are, how old they are, and what is due', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'custodian');
  await page.goto(at(served, '/keys'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Keys');
  const versions = page.getByRole('region', { name: 'Versions of the key of the tenant' });
  await expect(versions.getByRole('row').last()).toContainText('active');
  const inventory = page.getByRole('region', { name: 'All keys' });
  await expect(inventory.getByRole('row').nth(1)).toContainText('root key');
  await expect(inventory.getByRole('row').nth(1)).toContainText('365 days');
  await expect(page.getByText('can be used')).toBeVisible();
  await expect(page.getByText('tessera-vault keys')).toHaveCount(0);

  let replaceable = false;
  // Two years later, while what holds the root key does not answer.
  await page.route('**/console/keys', async (route) => {
    const answer = (await (await route.fetch()).json()) as ConsoleKeys;
    const old = { version: 7, state: 'old', created_at: '2020-01-01T00:00:00+00:00', values: 3 } as const;
    await route.fulfill({
      json: {
        ...answer,
        root_key: {
          status: 'unreachable',
          until: '2040-01-01T00:00:00+00:00',
          reason: hostile.image,
          replaceable,
        },
        versions: [
          ...answer.versions,
          { ...old, active_at: old.created_at },
          { ...old, version: 6, active_at: old.created_at, values: 0 },
        ],
        inventory: answer.inventory.map((entry) => ({
          ...entry,
          due: entry.key === 'root key' ? 'overdue' : entry.key === 'key-encryption key' ? 'soon' : entry.due,
        })),
      } satisfies ConsoleKeys,
    });
  });
  await page.reload();
  await expect(page.getByText('out of reach')).toBeVisible();
  await expect(page.getByText(hostile.image)).toBeVisible();
  // The root key is replaced where it is kept; what this page can do has a button, and one alone.
  await expect(page.getByText(/^tessera-vault keys/)).toHaveText(['tessera-vault keys rotate --root']);
  await expect(page.getByRole('button', { name: 'Rotate the key of the tenant' })).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Rewrap the values' })).toBeEnabled();
  await expect(versions.getByRole('button')).toHaveCount(1);
  await expect(versions.getByRole('row', { name: '6' }).getByRole('button')).toHaveText('Destroy …');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/keys');
  // In a service, the root key stays, and what it wraps is replaced from here.
  replaceable = true;
  await page.reload();
  await page.getByRole('button', { name: 'Replace the vault key …' }).click();
  await expect(page.getByRole('dialog', { name: 'Replace the vault key' }).locator('code')).toHaveText('vault key');
  await expect(page.getByText(/^tessera-vault keys/)).toHaveCount(0);
  expect(found).toEqual([]);
});

test('a custodian rotates the key, rewraps what needs the old version, and destroys that by its name and a touch', async ({
  page,
  served,
}) => {
  const found = complaints(page);
  await enter(page, served, 'custodian', 'Cora');
  await page.goto(at(served, '/keys'));
  const versions = page.getByRole('region', { name: 'Versions of the key of the tenant' });
  await page.getByRole('button', { name: 'Rotate the key of the tenant' }).click();
  await expect(page.getByText('Version 2 was made. It is in no backup yet: back up the keys.')).toBeVisible();
  await expect(versions.getByRole('row')).toHaveCount(3);
  served.ageKeys();

  // A large tenant: what is told of its rewrap stands still until the test has seen it.
  let told: { progress: ConsoleRewrap['progress'] } | undefined = { progress: null };
  await page.route('**/console/key-rewraps', async (route) => {
    const answer = await route.fetch();
    if (route.request().method() === 'POST') return await route.fulfill({ response: answer });
    const { data } = (await answer.json()) as { data: ConsoleRewrap[] };
    const running = told && { ...told, state: 'running', ended_at: null };
    await route.fulfill({ json: { data: data.map((run) => ({ ...run, ...running })) } });
  });
  await page.reload();
  await expect(versions.getByRole('row', { name: '1 old' })).toBeVisible();
  await expect(versions.getByRole('button')).toHaveCount(0);
  await page.getByRole('button', { name: 'Rewrap the values' }).click();
  await expect(page.getByText('Counting values …')).toBeVisible();
  const rewrapping = page.getByRole('region', { name: 'Rewrapping', exact: true });
  await expect(rewrapping).toBeFocused();
  told = { progress: { done: 5, total: 12 } };
  await expect(page.getByRole('progressbar', { name: 'Rewrapped values' })).toHaveJSProperty('value', 5);
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  // Who hears the page hears how it ends, and no number in between.
  await expect(rewrapping.getByRole('status')).not.toContainText('12');
  await expectAccessible(page);
  told = undefined;
  await expect(rewrapping.getByRole('status')).toContainText('The last rewrap is complete.');

  await versions.getByRole('row', { name: '1 old' }).getByRole('button', { name: 'Destroy' }).click();
  const confirm = page.getByRole('dialog', { name: 'Destroy version 1 of the key' });
  const name = (await confirm.locator('code').textContent()) ?? '';
  expect(name).toMatch(/ 1$/);
  await confirm.getByRole('textbox').fill(name.replace(/1$/, '2'));
  await expect(confirm.getByRole('button', { name: 'Destroy' })).toBeDisabled();
  await confirm.getByRole('textbox').fill(name);
  await expectAccessible(page);
  await confirm.getByRole('button', { name: 'Destroy' }).click();
  await expect(page.getByText('Version 1 was destroyed.')).toBeVisible();
  await expect(versions.getByRole('row')).toHaveCount(2);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/keys');
  expect(found).toEqual([]);
});

test('an auditor sees the keys, and nothing to change them with', async ({ page, served, context }) => {
  await served.signIn(context, 'auditor');
  await page.goto(at(served, '/keys'));
  await expect(page.getByRole('region', { name: 'All keys' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Rotate|Rewrap|Destroy|Stop/ })).toHaveCount(0);
});

test('an auditor verifies the audit log, follows it, and prints a report to sign', async ({
  page,
  served,
  context,
}) => {
  const found = complaints(page);
  await served.signIn(context, 'auditor');
  await page.goto(at(served, '/verification'));
  await expect(page.getByRole('heading', { name: 'Nothing was verified since the vault was started' })).toBeVisible();
  await page.getByRole('button', { name: 'Verify the audit log' }).click();
  const history = page.getByRole('region', { name: 'Verifications since the vault was started' });
  await expect(history.getByRole('row').last()).toContainText('nothing was changed');
  await expect(page.getByRole('status').filter({ hasText: 'No entry and no token was changed' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Verify the audit log' })).toBeFocused();
  await expectAccessible(page);

  await history.getByRole('link', { name: 'Report' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Report on the audit log');
  await expect(page.getByRole('article').getByText('No entry and no token was changed')).toBeVisible();
  await expect(page.getByText(served.tenantId)).toBeVisible();
  await expect(page.getByText('Signatures')).toBeHidden();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/verification/{id}');

  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Signatures')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print, or save as PDF' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Menu' })).toBeHidden();
  await expectFits(page, 'the printed report');
  expect(found).toEqual([]);
});

test('findings of a verification stand in the report as text, and one that runs is followed to its end', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'auditor');
  const id = '0190a5b0-0000-7000-8000-000000000001';
  const run = {
    ...{ id, tenant_id: served.tenantId, started_by: id },
    ...{ started_at: '2030-01-01T00:00:00+00:00', ended_at: null, result: null },
  };
  const ended = {
    ...{ ...run, state: 'done', ended_at: '2030-01-01T00:00:05+00:00', progress: null },
    result: {
      ...{ rows: 12, seals: 3, unsealed: 1, tokens: 4, findings_total: 1200 },
      findings: [{ kind: 'row-changed', row: 5, message: hostile.script }],
    },
  };
  const progress = { what: 'audit rows', done: 5, total: 12 };
  const answers = [{ ...run, state: 'running', progress }, ended];
  await page.route(`**/console/audit-verifications/${id}`, (route) =>
    route.fulfill({ json: answers.length > 1 ? answers.shift() : ended }),
  );
  await page.goto(at(served, `/verification/${id}`));
  const outcome = '1,200 places are not as the vault has written them.';
  await expect(page.getByRole('article').getByText(outcome)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: outcome })).toBeVisible();
  await expect(page.getByText('The first 1 of 1,200.')).toBeVisible();
  await expect(page.getByText(hostile.script)).toBeVisible();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  await expectAccessible(page);
});
