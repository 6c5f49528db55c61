import type { Wire, WireInput } from '@tessera/contract';
import type { Camelized } from './case.ts';

// Interfaces, so that editors show a name and not the whole structure.

/**
 * The key that signs what a webhook gets.
 *
 * @example
 * ```ts
 * import type { SigningKey } from '@tessera/client';
 *
 * const keyOf = (webhookId: string): Promise<SigningKey> => bt.webhooks.signingKey.retrieve(webhookId);
 * ```
 */
export interface SigningKey extends Camelized<Wire['SigningKey']> {}

/**
 * An address that the vault tells of events.
 *
 * @example
 * ```ts
 * import type { Webhook } from '@tessera/client';
 *
 * const { data } = await bt.webhooks.list();
 * const disabled = data.filter(({ status }: Webhook) => status === 'disabled');
 * ```
 */
export interface Webhook extends Camelized<Wire['Webhook']> {}

/**
 * An event on its way to a webhook.
 *
 * @example
 * ```ts
 * import type { WebhookDelivery } from '@tessera/client';
 *
 * const again = ({ webhookId, id }: WebhookDelivery) => bt.webhooks.deliveries.redeliver(webhookId, id);
 * const failed = async (webhookId: string) =>
 *   (await bt.webhooks.deliveries.list(webhookId, { status: 'failed' })).data.map(again);
 * ```
 */
export interface WebhookDelivery extends Camelized<Wire['WebhookDelivery']> {}

/**
 * A webhook as it is made or changed: where to send which events.
 *
 * @example
 * ```ts
 * import type { SaveWebhook } from '@tessera/client';
 *
 * const webhook: SaveWebhook = { name: 'Orders', url: 'https://shop.example/events', events: ['token.expired'] };
 * const make = () => bt.webhooks.create(webhook);
 * ```
 */
export interface SaveWebhook extends Camelized<WireInput['SaveWebhook']> {}
