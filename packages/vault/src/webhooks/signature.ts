import { createHmac } from 'node:crypto';
import type { TenantKeys } from '../keys/port.ts';

/** Milliseconds for which deliveries are signed with the key before the current one as well. */
const overlap = 24 * 60 * 60 * 1000;

/** Names how signatures are made; another way gets another name. */
export const signatureVersion = 'v1';

/**
 * The key that signs what a webhook gets. It is derived from a key of the tenant, so it stands in no table, is the same in every process,
 * and dies with the tenant.
 */
export const signingKey = (keys: TenantKeys, webhookId: string, version: number): string => {
  const half = (which: number) => keys.blindIndex(`webhook-key:${webhookId}:${version}:${which}`);
  return `whsec_${Buffer.concat([half(0), half(1)]).toString('base64url')}`;
};

const sign = (key: string, body: string): string => createHmac('sha256', key).update(body).digest('base64');

/** The headers that prove where a body comes from. */
export const signatureHeaders = (
  keys: TenantKeys,
  webhook: { id: string; keyVersion: number; keyChangedAt: number | undefined },
  body: string,
  now: number,
): [name: string, value: string][] => {
  const by = (version: number) => sign(signingKey(keys, webhook.id, version), body);
  const isNew = webhook.keyChangedAt !== undefined && now < webhook.keyChangedAt + overlap;
  return [
    ['BT-SIGNATURE', by(webhook.keyVersion)],
    ['BT-SIGNATURE-VERSION', signatureVersion],
    ...(isNew ? [['BT-SIGNATURE-BEFORE', by(webhook.keyVersion - 1)] as [string, string]] : []),
  ];
};
