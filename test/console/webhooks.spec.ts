import { expect, type Page } from '@playwright/test';
import { at, complaints, expectAccessible, expectFits, hostile, test } from './console.ts';

const webhookId = '018f3c6e-0000-7000-8000-000000000001';

const webhook = {
  ...{ id: webhookId, tenant_id: webhookId, status: 'disabled', name: hostile.image, url: 'https://hooks.example/in' },
  ...{ events: ['token.created'], created_by: webhookId, created_at: '2030-01-01T00:00:00+00:00' },
};

const idOf = (number: number) => `018f3c6e-0000-7000-8000-00000000010${number}`;

const delivery = (number: number, more: { status: string; [part: string]: unknown }) => ({
  ...{ id: idOf(number), webhook_id: webhookId, event_id: webhookId },
  ...{ event_type: 'token.created', entity_id: `entity-${number}`, created_at: `2030-01-0${number}T00:00:00+00:00` },
  ...more,
});

/** Answers as a vault does in which deliveries have failed, for which a test would have to wait for a day. */
const answer = async (page: Page): Promise<string[]> => {
  const failed = delivery(1, { status: 'failed', attempts: 9, response_status: 502, error: hostile.script });
  const deliveries = [delivery(2, { status: 'delivered', attempts: 1, response_status: 200 }), failed];
  const asked: string[] = [];
  await page.route('**/api/webhooks**', (route) => {
    const url = new URL(route.request().url());
    const path = url.pathname.replace('/api/webhooks', '');
    asked.push(`${route.request().method()} ${path}`);
    if (route.request().method() === 'POST') {
      const again = delivery(3, { status: 'waiting', attempts: 0, next_attempt_at: '2030-01-03T00:00:10+00:00' });
      deliveries.unshift(again);
      return route.fulfill({ status: 201, json: again });
    }
    const wanted = deliveries.filter(({ status }) => status === (url.searchParams.get('status') ?? status));
    return route.fulfill({ json: { pagination: {}, data: path === '' ? [webhook] : wanted } });
  });
  return asked;
};

test('whoever looks for an event that did not arrive sees what became of it, and sends it again', async ({
  page,
  served,
  context,
}) => {
  const found = complaints(page);
  const asked = await answer(page);
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/overview'));
  await page.getByRole('link', { name: 'Webhook' }).click();
  const rows = page.getByRole('region', { name: hostile.image }).getByRole('row');
  // The failed one is also among the newest, and stands there once.
  await expect(rows).toHaveText([/^\s*When/, /entity-2.*200.*delivered/s, /entity-1.*502.*failed/s]);
  await expect(rows.nth(2)).toContainText(hostile.script);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/webhooks');
  const again = page.getByRole('button', { name: 'Try again: token.created entity-1' });
  await again.focus();
  await page.keyboard.press('Enter');
  await expect(rows.nth(1)).toContainText('waiting');
  await expect(again).toBeFocused();
  expect(asked.filter((call) => call.startsWith('POST'))).toEqual([
    `POST /${webhookId}/deliveries/${idOf(1)}/redeliver`,
  ]);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found).toEqual([]);
});

test('support sees webhooks and may not send, and a tenant without any is told so', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'support');
  await page.goto(at(served, '/webhooks'));
  await expect(page.getByRole('heading', { name: 'No entries' })).toBeVisible();
  await answer(page);
  await page.reload();
  await expect(page.getByText('502')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Try again/ })).toHaveCount(0);
});
