import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import { audit, cursorPageOf, storedText, timestamp, uuid } from '../shared.ts';

/** What can happen that a webhook can be told of. */
export const EventType = z.enum([
  ...(['token.created', 'token.read', 'token.updated', 'token.used', 'token.deleted', 'token.expired'] as const),
  ...(['token.property.expired'] as const),
  ...(['token-intent.created', 'token-intent.converted', 'token-intent.deleted'] as const),
  ...(['application.created', 'application.updated', 'application.deleted'] as const),
  ...(['application.key.created', 'application.key.deleted'] as const),
  ...(['proxy.created', 'proxy.updated', 'proxy.deleted', 'proxy.invoked'] as const),
  ...(['reactor.created', 'reactor.updated', 'reactor.deleted', 'reactor.invoked'] as const),
  ...(['reactor-formula.created', 'reactor-formula.updated', 'reactor-formula.deleted'] as const),
  ...(['session.created', 'session.authorized', 'tenant.updated'] as const),
  ...(['webhook.created', 'webhook.updated', 'webhook.deleted'] as const),
]);

export const WebhookStatus = z.enum(['enabled', 'disabled']);

/** An address that the vault tells of events. */
export const Webhook = z.object({
  id: uuid,
  tenant_id: uuid,
  status: WebhookStatus.describe(
    'A webhook that is `disabled` gets nothing, and events of that time are left out. The vault disables one whose deliveries fail for ' +
      'a day.',
  ),
  name: z.string(),
  url: z.string(),
  notify_email: z.string().optional(),
  events: z.array(EventType),
  ...audit,
});

/** A webhook as it is made or changed: where to send which events. */
export const SaveWebhook = z.object({
  name: storedText.min(1).max(200),
  url: storedText
    .max(400)
    .describe(
      'An https URL with a DNS name that leads to public addresses, on port 443. The same holds at each delivery.',
    ),
  notify_email: z
    .email()
    .max(254)
    .optional()
    .describe('Kept and shown, for the people who look after the webhook. The vault sends no mail.'),
  events: z.array(EventType).min(1).max(100).describe('Names from `GET /webhooks/event-types`.'),
  status: WebhookStatus.optional().describe(
    'Where it is left out, a new webhook is enabled, and another stays as it is.',
  ),
});

/** The key that signs what a webhook gets. */
export const SigningKey = z.object({
  key: z.string().describe('The bytes of this text are the key of HMAC-SHA-256.'),
  version: z.string().describe('What `BT-SIGNATURE-VERSION` says: how signatures are made.'),
});

export const DeliveryStatus = z.enum(['waiting', 'delivered', 'failed']);

/** An event on its way to a webhook. */
export const WebhookDelivery = z.object({
  id: uuid.describe('The `BT-DELIVERY-ID` of its requests.'),
  webhook_id: uuid,
  event_id: uuid.describe('The id of the event, and of the entry in the logs.'),
  event_type: EventType,
  entity_id: z.string().describe('The id of what the event is about.'),
  status: DeliveryStatus,
  attempts: z.int().min(0),
  next_attempt_at: timestamp.optional().describe('Only while it waits.'),
  response_status: z.int().optional().describe('The status of the last answer, if there was one.'),
  error: z.string().optional().describe('Why the last attempt failed.'),
  created_at: timestamp,
  ended_at: timestamp.optional().describe('When it was delivered or given up.'),
});

const pageOfDeliveries = z.object({
  status: DeliveryStatus.optional(),
  size: z.coerce.number<number>().int().min(1).max(100).default(20).describe('The number of items per page, at most.'),
  start: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('The `pagination.next` of the page before. It belongs to one API key and one list.'),
});

export const webhooks = {
  create: post('/webhooks', {
    summary: 'Create a webhook',
    description:
      'From then on the vault sends the events of these types to the URL, each signed, until it is answered with a status of 2xx. A tenant ' +
      'has at most 5 webhooks.',
    permission: 'webhooks:create',
    body: SaveWebhook,
    response: Webhook,
    status: 201,
  }),
  list: get('/webhooks', {
    summary: 'List webhooks',
    permission: 'webhooks:read',
    query: pageOfDeliveries.omit({ status: true }),
    response: cursorPageOf(Webhook),
  }),
  retrieve: get('/webhooks/{id}', { summary: 'Get a webhook', permission: 'webhooks:read', response: Webhook }),
  update: put('/webhooks/{id}', {
    summary: 'Change a webhook',
    description: 'All properties are replaced but `status`, which stays where it is left out.',
    permission: 'webhooks:update',
    body: SaveWebhook,
    response: Webhook,
  }),
  delete: del('/webhooks/{id}', {
    summary: 'Delete a webhook',
    description: 'Its deliveries are deleted with it, those that wait too.',
    permission: 'webhooks:delete',
  }),
  events: {
    list: get('/webhooks/event-types', {
      summary: 'List the types of events',
      permission: 'webhooks:read',
      response: z.array(EventType),
    }),
  },
  signingKey: {
    retrieve: get('/webhooks/{id}/signing-key', {
      summary: 'Get the key that signs deliveries of a webhook',
      description:
        '`BT-SIGNATURE` of each delivery is the HMAC-SHA-256 of the raw body under this key, in base64. Whoever has the key can sign ' +
        'as the vault does, so keep it on the server that receives.',
      permission: 'webhooks:update',
      response: SigningKey,
    }),
    replace: post('/webhooks/{id}/signing-key', {
      summary: 'Replace the key that signs deliveries of a webhook',
      description:
        'Deliveries are signed with the new key at once. For 24 hours they carry the signature by the key before it as well, in ' +
        '`BT-SIGNATURE-BEFORE`.',
      permission: 'webhooks:update',
      response: SigningKey,
      status: 201,
    }),
  },
  deliveries: {
    list: get('/webhooks/{id}/deliveries', {
      summary: 'List deliveries of a webhook',
      description: 'Newest first. They are kept for 7 days.',
      permission: 'webhooks:read',
      query: pageOfDeliveries,
      response: cursorPageOf(WebhookDelivery),
    }),
    redeliver: post('/webhooks/{id}/deliveries/{delivery_id}/redeliver', {
      summary: 'Deliver an event again',
      description: 'Makes another delivery of the same event, with an id of its own.',
      permission: 'webhooks:update',
      response: WebhookDelivery,
      status: 201,
    }),
  },
};
