import * as z from 'zod';
import { get, post } from '../route.ts';
import { timestamp, uuid } from '../shared.ts';
import { Assertion, CredentialOptions } from './credentials.ts';
import { keyVersion } from './overview.ts';

/** A key, or several that are alike. */
const KeyEntry = z.object({
  owner: z.string().describe('The id of the tenant, or `vault`.'),
  key: z.string(),
  purpose: z.string(),
  algorithm: z.string(),
  version: z.number().int(),
  count: z.number().int().describe('How many keys the entry is about.'),
  created_at: timestamp.nullable().describe('Null for keys that are made with each value.'),
  cryptoperiod_days: z.number().nullable(),
  due: z
    .enum(['in time', 'soon', 'overdue', 'no end'])
    .describe('Whether it has been used for as long as it may; `soon` in the last tenth of that time.'),
  kept: z.string().describe('Where it is kept, and what wraps it.'),
});

/** The keys of a tenant and those of the vault that protect them. No key is in here. */
export const KeysView = z.object({
  tenant_id: uuid,
  root_key: z.object({
    status: z.enum(['reachable', 'unreachable']).describe('Whether what holds the root key lets the vault use it.'),
    until: timestamp.nullable().describe('When the vault seals itself, unless the root key can be used again before.'),
    reason: z.string().nullable().describe('What what holds the root key said last; null while it can be used.'),
    replaceable: z
      .boolean()
      .describe(
        'Whether the vault key can be replaced by a call: the root key is in a service or a token. People of all tenants may.',
      ),
  }),
  versions: z
    .array(z.object({ ...keyVersion, values: z.number().int().describe('How many values need this version.') }))
    .describe('Versions of the key-encryption key, the newest first.'),
  inventory: z.array(KeyEntry),
});

const touched = z.object({ response: Assertion });

export const keys = {
  retrieve: get('/console/keys', {
    summary: 'List the keys of a tenant, and how much needs each version',
    response: KeysView,
    permission: 'keys:inspect',
  }),
  rotate: post('/console/keys/versions', {
    summary: 'Give a tenant a new version of its key',
    description: 'It is used from a few seconds later on, when every process of the vault knows it.',
    response: z.object({ version: z.number().int(), active_at: timestamp }),
    status: 201,
    permission: 'keys:manage',
  }),
  destroyOptions: post('/console/keys/versions/{version}/destruction/options', {
    summary: 'Begin to confirm with a passkey that a version shall be destroyed',
    description: 'Refused while something speaks against destroying it, so that nobody touches a passkey in vain.',
    response: CredentialOptions,
    permission: 'keys:manage',
  }),
  destroy: post('/console/keys/versions/{version}/destruction', {
    summary: 'Destroy an old version of the key of a tenant for good, by a touch of a passkey',
    description:
      'Refused while anything needs it. Takes another operator where the vault was told so, and the agreement of two operators of keys ' +
      'where there are two.',
    body: touched,
    status: 204,
    permission: 'keys:manage',
  }),
  vaultKeyOptions: post('/console/keys/vault-key/options', {
    summary: 'Begin to confirm with a passkey that the vault key shall be replaced',
    response: CredentialOptions,
    permission: 'keys:manage',
  }),
  replaceVaultKey: post('/console/keys/vault-key', {
    summary: 'Replace the vault key, and wrap the new one under the newest version of the root key',
    description:
      'Where the root key is in a service or a token, for operators of all tenants. Takes the agreement of two operators of keys where ' +
      'there are two.',
    body: touched,
    response: z.object({ version: z.number().int() }),
    status: 201,
    permission: 'keys:manage',
  }),
};
