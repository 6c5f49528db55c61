import { expect } from '@playwright/test';
import { at, complaints, expectAccessible, test } from './console.ts';

test('the log is followed live, paused and gone on with', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/logs?entity_type=application'));
  const follow = page.getByRole('button', { name: 'Follow live' });
  await follow.focus();
  await page.keyboard.press('Enter');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  const live = page.getByRole('region', { name: 'Recorded since then' });
  await expect(live.getByText('Following what is recorded now.')).toBeVisible();

  const make = async (name: string): Promise<string> => {
    const answer = await page.evaluate(
      async ([tenant, called]) => {
        const response = await fetch('/api/applications', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'Tessera-Console': '1', 'Tessera-Tenant': tenant },
          body: JSON.stringify({ name: called, type: 'public', permissions: [] }),
        });
        return (await response.json()) as { id: string };
      },
      [served.tenantId, name] as const,
    );
    return answer.id;
  };
  const first = await make('first');
  const made = (id: string) => live.getByRole('row').filter({ hasText: id }).filter({ hasText: 'Application created' });
  await expect(made(first)).toBeVisible();
  await expect(live.getByRole('status')).toHaveText(/^\d+ new entr(y|ies)$/);
  await expectAccessible(page);

  await live.getByRole('button', { name: 'Pause' }).click();
  await expect(live.getByText('Paused.')).toBeVisible();
  await expect(live.getByRole('button', { name: 'Go on' })).toBeFocused();
  const second = await make('second');
  await live.getByRole('button', { name: 'Go on' }).click();
  await expect(made(second)).toBeVisible();
  await follow.click();
  await expect(live).toHaveCount(0);
  expect(found).toEqual([]);
});
