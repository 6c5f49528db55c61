import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { time, timestamp, uuid } from '../shared.ts';

/** A key pair for data that is encrypted before it is sent. */
export const CreateClientKey = z.object({
  expires_at: time
    .optional()
    .describe('When the vault destroys the private key: at most a year from now, which is the default.'),
});

/** The public half of a key pair whose private half is in the vault alone. */
export const ClientKey = z.object({
  key_id: uuid.describe('Stands as `kid` in the header of what is encrypted for this key.'),
  public_key_pem: z
    .string()
    .describe(
      'The public key. Between the lines of PEM stand the 32 bytes of an X25519 key in base64, and no SPKI structure, as clients of this API expect it.',
    ),
  expires_at: timestamp,
  created_by: uuid.optional(),
  created_at: timestamp,
});

/** The public half alone, for whoever encrypts. */
export const PublicClientKey = ClientKey.pick({ key_id: true, public_key_pem: true, expires_at: true });

export const keys = {
  create: post('/keys', {
    summary: 'Create a key for client-side encryption',
    description:
      'Whoever has the public key can encrypt data so that only the vault can read it. To rotate keys, create another one, hand it ' +
      'out, and delete the first when nothing is encrypted for it any more: both work until then.',
    permission: 'keys:create',
    body: CreateClientKey,
    anyContentType: true,
    response: ClientKey,
    status: 201,
  }),
  list: get('/keys', {
    summary: 'List keys for client-side encryption',
    description: 'Newest first: all that have not expired.',
    permission: 'keys:read',
    response: z.array(ClientKey),
  }),
  retrieve: get('/keys/{id}', {
    summary: 'Get a key for client-side encryption',
    permission: 'keys:read',
    response: ClientKey,
  }),
  retrievePublic: get('/keys/{id}/public', {
    summary: 'Get the public half of a key for client-side encryption',
    description:
      'Any API key of the tenant may ask: frames of elements do so with the key of their page. The audit log has no entry for it.',
    public: true,
    response: PublicClientKey,
  }),
  delete: del('/keys/{id}', {
    summary: 'Delete a key for client-side encryption',
    description: 'Destroys its private half: what was encrypted for it can be read by nobody any more.',
    permission: 'keys:delete',
  }),
};
