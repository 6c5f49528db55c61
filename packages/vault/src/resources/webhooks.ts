import type { contract, Handlers, WireInput } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import { changesBetween } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { EgressError } from '../egress/egress-error.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import { auditFields } from '../tokens/view.ts';
import { eventTypes } from '../webhooks/event-types.ts';
import { signatureVersion, signingKey } from '../webhooks/signature.ts';
import {
  deleteWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  mostWebhooks,
  newestRow,
  tooManyWebhooks,
  updateWebhook,
  type Webhook,
  webhookColumns,
  webhookFacts,
} from '../webhooks/webhooks.ts';
import { boundCursor } from './pagination.ts';
import { untilKept } from './until-kept.ts';
import { webhookDeliveries } from './webhook-deliveries.ts';

const view = (webhook: Webhook): WireInput['Webhook'] => ({
  id: webhook.id,
  tenant_id: webhook.tenantId,
  status: webhook.status,
  name: webhook.name,
  url: webhook.url,
  notify_email: webhook.notifyEmail,
  events: [...webhook.events],
  ...auditFields(webhook),
});

const notFound = () => new ApiError('not-found', 'There is no webhook with this id.');

/** A webhook of the caller's tenant. Throws 404. */
const ownWebhook = async ({ store }: Services, { tenantId }: Caller, id: string): Promise<Webhook> => {
  const found = await findWebhook(store, tenantId, id);
  if (!found) throw notFound();
  return found;
};

/** Throws 400 for a URL that events may not be sent to. What it leads to is checked again at each delivery. */
const assertReachable = async ({ egress }: Services, tenantId: string, url: string): Promise<void> => {
  try {
    await egress.check(tenantId, url);
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    throw invalid('url', error.message);
  }
};

export const webhooks = (services: Services): Handlers<typeof contract.webhooks, Context> => {
  const { store, keyring, clock } = services;
  const audit = auditOf(services, 'webhook');
  const auditChange = auditRecord(services, 'webhook');

  /** Changes a webhook; `changeOf` is called again if somebody else changed it meanwhile. */
  const change = async (
    { caller, commit }: Pick<Context, 'caller' | 'commit'>,
    id: string,
    changeOf: (before: Webhook) => Promise<Partial<Webhook>>,
    answerOf: (after: Webhook) => unknown,
  ): Promise<Webhook> =>
    await untilKept('webhook', async () => {
      const before = await ownWebhook(services, caller, id);
      const webhook: Webhook = {
        ...before,
        ...(await changeOf(before)),
        version: before.version + 1,
        modifiedAt: clock(),
        modifiedBy: caller.applicationId,
      };
      const failed = await commit(
        [
          updateWebhook(webhook),
          auditChange(
            caller,
            'update',
            webhookColumns(webhook),
            changesBetween(webhookFacts(before), webhookFacts(webhook)),
          ),
        ],
        {
          answer: answerOf(webhook),
        },
      );
      return failed === undefined ? webhook : undefined;
    });

  const keyOf = ({ tenantId, id, keyVersion }: Webhook): WireInput['SigningKey'] => ({
    key: signingKey(keyring.tenant(tenantId), id, keyVersion),
    version: signatureVersion,
  });

  return {
    create: async ({ body, caller, commit }) => {
      const { tenantId, applicationId } = caller;
      await assertReachable(services, tenantId, body.url);
      const webhook: Webhook = {
        id: services.newId(),
        tenantId,
        name: body.name,
        url: body.url,
        notifyEmail: body.notify_email,
        events: [...new Set(body.events)],
        status: body.status ?? 'enabled',
        afterRow: await newestRow(store),
        keyVersion: 1,
        keyChangedAt: undefined,
        version: 1,
        createdAt: clock(),
        createdBy: applicationId,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      const answer = view(webhook);
      const failed = await commit([...insertWebhook(webhook), auditChange(caller, 'create', webhookColumns(webhook))], {
        answer,
      });
      if (failed === tooManyWebhooks) {
        throw new ApiError('limit-reached', `A tenant has at most ${mostWebhooks} webhooks; delete or change one.`);
      }
      return answer;
    },

    list: async ({ query: { start, size }, caller }) => {
      const all = await listWebhooks(store, caller.tenantId);
      const cursors = boundCursor(keyring, caller, ['webhooks']);
      const cursor = start === undefined ? undefined : cursors.read(start);
      const isBehind = ({ createdAt, id }: Webhook): boolean =>
        cursor === undefined ||
        createdAt < cursor.createdAt ||
        (createdAt === cursor.createdAt && Buffer.compare(idColumn(id) ?? new Uint8Array(16), cursor.id) < 0);
      const rest = all.filter(isBehind);
      const shown = rest.slice(0, size);
      const last = rest.length > size ? shown.at(-1) : undefined;
      await services.reads.add(shown.map(({ id }) => audit(caller, 'read', id)));
      const next = last && cursors.write({ createdAt: last.createdAt, id: idColumn(last.id) ?? new Uint8Array(16) });
      return { pagination: { page_size: size, ...(next !== undefined && { next }) }, data: shown.map(view) };
    },

    retrieve: async ({ params, caller }) => {
      const webhook = await ownWebhook(services, caller, params.id);
      await services.reads.add([audit(caller, 'read', webhook.id)]);
      return view(webhook);
    },

    update: async ({ params, body, ...context }) => {
      const changeOf = async (before: Webhook): Promise<Partial<Webhook>> => {
        const status = body.status ?? before.status;
        const isEnabledAnew = status === 'enabled' && before.status === 'disabled';
        if (body.url !== before.url || isEnabledAnew) await assertReachable(services, before.tenantId, body.url);
        return {
          name: body.name,
          url: body.url,
          notifyEmail: body.notify_email,
          events: [...new Set(body.events)],
          status,
          ...(isEnabledAnew && { afterRow: await newestRow(store) }),
        };
      };
      return view(await change(context, params.id, changeOf, view));
    },

    delete: async ({ params, caller, commit }) => {
      const { id, tenantId } = await ownWebhook(services, caller, params.id);
      const failed = await commit([deleteWebhook({ id, tenantId }), audit(caller, 'delete', id)]);
      if (failed !== undefined) throw notFound();
    },

    events: { list: () => [...eventTypes] },

    signingKey: {
      // Whoever has the key can sign in the vault's name, so the audit row is durable before the answer.
      retrieve: async ({ params, caller }) => {
        const webhook = await ownWebhook(services, caller, params.id);
        await store.commit([audit(caller, 'read', webhook.id)]);
        return keyOf(webhook);
      },

      replace: async ({ params, ...context }) => {
        const changeOf = async ({ keyVersion }: Webhook) => ({ keyVersion: keyVersion + 1, keyChangedAt: clock() });
        return keyOf(await change(context, params.id, changeOf, keyOf));
      },
    },

    deliveries: webhookDeliveries(services),
  };
};
