import { changesBetween } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import { idToText } from '../ids.ts';
import type { Isolate } from '../isolate.ts';
import type { Services } from '../services.ts';
import {
  type Attempted,
  claimDelivery,
  type DueRow,
  dueDeliveries,
  reachedSince,
  settleDelivery,
} from './deliveries.ts';
import { feed } from './feed.ts';
import { post, type Reply } from './post.ts';
import { type Subjects, subjects as shownSubjects } from './subjects.ts';
import { findWebhook, updateWebhook, webhookColumns, webhookFacts } from './webhooks.ts';

/** Deliveries under way at the same time in one process, and those of them to one webhook. */
const mostAtOnce = 64;
const mostToOne = 4;

/** Deliveries that are looked at together. */
const readTogether = 100;

/** Milliseconds after which an attempt counts as lost with the process that made it: more than one can take (`post.ts`). */
const lost = 20_000;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds to wait after each failed attempt. After the last one the delivery is given up, about a day after the first. */
export const pauses: readonly number[] = [
  ...[10 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute],
  ...[hour, 2 * hour, 4 * hour, 8 * hour, 8 * hour],
];

type DispatcherServices = Pick<Services, 'store' | 'keyring' | 'clock' | 'newId' | 'egress' | 'metrics' | 'log'>;

/** Sends events to webhooks: makes deliveries of what the audit tells, and attempts those whose time has come. */
export const dispatcher = (services: DispatcherServices, isolate: Isolate, subjects: Subjects = shownSubjects) => {
  const { store, keyring, clock, metrics, log } = services;
  /** What is under way, by the id of the delivery. */
  const underWay = new Map<string, { webhook: string; done: Promise<void> }>();
  let isClosed = false;

  /** Disables a webhook that nothing has reached since before a delivery was made that is given up now. */
  const giveUp = async (row: DueRow): Promise<void> => {
    if (await reachedSince(store, row, row.created_at)) return;
    const tenantId = idToText(row.tenant_id);
    const webhook = await findWebhook(store, tenantId, idToText(row.webhook_id));
    if (webhook?.status !== 'enabled') return;
    const disabled = { ...webhook, status: 'disabled' as const, version: webhook.version + 1, modifiedAt: clock() };
    const failed = await store.commit([
      updateWebhook(disabled),
      auditRecord(services, 'webhook')(
        { tenantId, applicationId: undefined, origin: undefined },
        'update',
        webhookColumns(disabled),
        changesBetween(webhookFacts(webhook), webhookFacts(disabled)),
      ),
    ]);
    if (failed === undefined) {
      log.warn({ tenant_id: tenantId, webhook_id: webhook.id }, 'a webhook was disabled: nothing reached it for a day');
    }
  };

  const judge = (row: DueRow, { status, fault }: Reply): Attempted => {
    const now = clock();
    const told = { responseStatus: status, error: fault };
    if (fault === undefined) return { ...told, status: 'delivered', dueAt: row.due_at, endedAt: now };
    const pause = pauses[row.attempts];
    if (pause === undefined) return { ...told, status: 'failed', dueAt: row.due_at, endedAt: now };
    return { ...told, status: 'waiting', dueAt: now + pause, endedAt: undefined };
  };

  const attempt = async (row: DueRow): Promise<void> => {
    const done = judge(row, await post(services, subjects, row));
    await store.commit([settleDelivery(row, done)]);
    metrics.eventSent(done.status === 'waiting' ? 'retried' : done.status);
    if (done.status === 'failed') await giveUp(row);
  };

  const start = (row: DueRow): void => {
    const id = idToText(row.id);
    const done = isolate('send-events', () => attempt(row), idToText(row.tenant_id)).then(() => {
      underWay.delete(id);
      // Others that waited for this one need not wait for the next second.
      if (!isClosed) void isolate('send-events', pump);
    });
    underWay.set(id, { webhook: idToText(row.webhook_id), done });
  };

  /** Starts what can be started. Claims are made one after the other, so that no more are made than there is room for. */
  const startDue = async (): Promise<void> => {
    const without = new Map<string, Uint8Array>();
    while (underWay.size < mostAtOnce && !isClosed) {
      const rows = await dueDeliveries(store, { now: clock(), without: [...without.values()], limit: readTogether });
      let started = 0;
      const passedOver = without.size;
      for (const row of rows) {
        const webhook = idToText(row.webhook_id);
        const isFull = [...underWay.values()].filter((each) => each.webhook === webhook).length >= mostToOne;
        // Without its keys a tenant is on its way out, and so are its deliveries.
        if (isFull || !keyring.has(idToText(row.tenant_id))) {
          without.set(webhook, row.webhook_id);
          continue;
        }
        if (underWay.size >= mostAtOnce) return;
        if ((await store.commit([claimDelivery(row, clock() + lost)])) !== undefined) continue;
        start(row);
        started += 1;
      }
      if (started === 0 && without.size === passedOver) return;
    }
  };

  let pumping: Promise<void> = Promise.resolve();
  const pump = (): Promise<void> => {
    pumping = pumping.catch(() => undefined).then(startDue);
    return pumping;
  };

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all([...underWay.values()].map(({ done }) => done));
  };

  return {
    /** Does what is to be done now, and does not wait for answers. */
    pulse: async (): Promise<void> => {
      await isolate('feed-webhooks', () => feed(services));
      await pump();
    },
    /** Does what is to be done now, and waits until it is done. */
    flush: async (): Promise<void> => {
      await feed(services);
      do {
        await pump();
        await settled();
        await pumping;
      } while (underWay.size > 0);
    },
    /** Starts nothing more, and waits for what is under way. */
    close: async (): Promise<void> => {
      isClosed = true;
      await pumping.catch(() => undefined);
      await settled();
    },
  };
};
