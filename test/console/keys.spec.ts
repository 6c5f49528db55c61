import { expect } from '@playwright/test';
import type { ConsoleKeys } from '../../packages/contract/src/console.ts';
import { at, complaints, expectAccessible, expectFits, hostile, test } from './console.ts';

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

  // Two years later, while what holds the root key does not answer.
  await page.route('**/console/keys', async (route) => {
    const answer = (await (await route.fetch()).json()) as ConsoleKeys;
    const old = { version: 7, state: 'old', created_at: '2020-01-01T00:00:00+00:00', values: 3 } as const;
    await route.fulfill({
      json: {
        ...answer,
        root_key: { status: 'unreachable', until: '2040-01-01T00:00:00+00:00', reason: hostile.image },
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
  for (const command of [
    'keys rotate --root',
    `keys rotate --tenant-id ${served.tenantId}`,
    `keys rewrap --tenant-id ${served.tenantId}`,
    `keys destroy --tenant-id ${served.tenantId} --key-version 6`,
  ]) {
    await expect(page.getByText(`tessera-vault ${command}`, { exact: true })).toBeVisible();
  }
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/keys');
  expect(found).toEqual([]);
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
  await expectAccessible(page);

  await history.getByRole('link', { name: 'Report' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Report on the audit log');
  await expect(page.getByText('No entry and no token was changed')).toBeVisible();
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
  await expect(page.getByText('1200 places are not as the vault has written them.')).toBeVisible();
  await expect(page.getByText('The first 1 of 1,200.')).toBeVisible();
  await expect(page.getByText(hostile.script)).toBeVisible();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  await expectAccessible(page);
});
