import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { timestamp, uuid } from '../shared.ts';
import { IdentityEntry } from './openid.ts';
import { RoleSchema } from './roles.ts';
import { PasskeyEntry, personName, SessionEntry } from './session.ts';

/** A person who may use the console, or could. */
export const OperatorView = z.object({
  id: uuid,
  name: z.string(),
  role: RoleSchema,
  tenant_id: uuid.nullable().describe('The only tenant that the person may look into; null for all of them.'),
  state: z.enum(['invited', 'enrolled', 'revoked']),
  passkeys: z.number().int(),
  identities: z.number().int().describe('Accounts at an OpenID provider that the person signs in with.'),
  created_at: timestamp,
  created_by: uuid.nullable().describe('The operator who invited the person; null where that was the command line.'),
  revoked_at: timestamp.nullable(),
});

/** A person, and how the person signs in. */
export const OperatorDetails = z.object({
  operator: OperatorView,
  passkeys: z.array(PasskeyEntry).describe('The oldest first.'),
  identities: z.array(IdentityEntry).describe('The oldest first.'),
  sessions: z.array(SessionEntry).describe('Those that have not ended, the newest first.'),
});

export const operators = {
  list: get('/console/operators', {
    summary: 'List the people who may look into the tenants in scope',
    response: z.object({ data: z.array(OperatorView).describe('The newest first, at most 1,000.') }),
    permission: 'operators:read',
  }),
  invite: post('/console/operators', {
    summary: 'Invite a person to the console',
    description: 'The link works once, for 24 hours, and is shown only here.',
    body: z.object({
      name: personName,
      role: RoleSchema,
      tenant_id: uuid
        .nullable()
        .describe('The only tenant that the person may look into; null for all of them, also those made later.'),
    }),
    response: z.object({ operator: OperatorView, link: z.string(), expires_at: timestamp }),
    status: 201,
    permission: 'operators:manage',
  }),
  retrieve: get('/console/operators/{id}', {
    summary: 'Show a person with the passkeys and sessions',
    description: 'Those of people of all tenants are shown to people of all tenants only.',
    response: OperatorDetails,
    permission: 'operators:read',
  }),
  removePasskey: del('/console/operators/{id}/passkeys/{passkey_id}', {
    summary: 'Remove a passkey of a person, and end the sessions that were begun with it',
    description: 'The last way to sign in stays. Revoke the person instead.',
    permission: 'operators:manage',
  }),
  removeIdentity: del('/console/operators/{id}/identities/{identity_id}', {
    summary: 'Remove an account at the OpenID provider of a person, and end the sessions that were begun with it',
    description: 'The last way to sign in stays. Revoke the person instead.',
    permission: 'operators:manage',
  }),
  endSession: del('/console/operators/{id}/sessions/{session_id}', {
    summary: 'End a session of a person',
    permission: 'operators:manage',
  }),
  revoke: del('/console/operators/{id}', {
    summary: 'End the sessions, passkeys and links of a person',
    permission: 'operators:manage',
  }),
};
