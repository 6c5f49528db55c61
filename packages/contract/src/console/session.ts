import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { storedText, timestamp, uuid } from '../shared.ts';
import { Assertion, CredentialOptions, NewCredential } from './credentials.ts';
import { IdentityList, ProviderAddress } from './openid.ts';
import { consoleActions, RoleSchema } from './roles.ts';
import { type ApprovalAct, approvalActs } from './two-person.ts';

/** The name of a person or of a passkey. */
export const personName = storedText.trim().min(1).max(100);

/** The secret of a one-time link: what stands behind the `#` of it. */
const link = z.string().min(1).max(200);

/**
 * In place of an action: what everybody may do who is signed in, whatever the role.
 *
 * @example
 * ```ts
 * import { consoleContract, signedIn } from '@tessera/contract/console';
 *
 * consoleContract.session.list.permission === signedIn; // true
 * ```
 */
export const signedIn = 'signed-in';

/** Who is signed in, and what that person may do. */
export const SessionView = z.object({
  operator: z.object({ id: uuid, name: z.string(), role: RoleSchema, tenant_id: uuid.nullable() }),
  tenants: z.array(z.object({ id: uuid, name: z.string() })).describe('The tenants in scope, at most 1,000.'),
  permissions: z.array(z.string()).describe('Permissions of the documented API.'),
  token_transform: z.enum(['mask', 'redact']).nullable().describe('How values are shown; null where no token is.'),
  actions: z.array(z.enum(consoleActions)),
  two_person: z
    .array(z.enum(approvalActs as unknown as [ApprovalAct, ...ApprovalAct[]]))
    .describe('What another operator has to approve before it is done.'),
  vault_url: z.string().nullable().describe('The origin of the vault, where the process was told it.'),
  expires_in: z
    .number()
    .int()
    .describe(
      'Seconds after which the session ends unless something is called before. The clocks of browsers may be wrong.',
    ),
  ends_at: timestamp.describe('When it ends whatever is called.'),
});

/** A session of an operator. */
export const SessionEntry = z.object({
  id: uuid,
  current: z.boolean().describe('Whether it is the session that the call was made in.'),
  address: z.string().describe('The network that it was begun from.'),
  passkey: z.string().nullable().describe('The name of the passkey that it was begun with, where it was one.'),
  identity: z.string().nullable().describe('The name of the account at the OpenID provider, where it was that.'),
  created_at: timestamp,
  last_used_at: timestamp,
  ends_at: timestamp,
});

/** A passkey of an operator. */
export const PasskeyEntry = z.object({
  id: uuid,
  name: z.string(),
  created_at: timestamp,
  last_used_at: timestamp.nullable(),
  synced: z.boolean().describe('Whether it may exist on several devices, as those of password managers do.'),
});

export const session = {
  retrieve: get('/session', { summary: 'Say who is signed in', response: SessionView, public: true }),
  ways: get('/session/ways', {
    summary: 'Say how people may sign in beside passkeys',
    response: z.object({
      openid: z.object({ name: z.string() }).nullable().describe('The OpenID provider, where there is one.'),
    }),
    public: true,
  }),
  options: post('/session/options', {
    summary: 'Begin to sign in with a passkey',
    response: CredentialOptions,
    public: true,
  }),
  create: post('/session', {
    summary: 'Sign in with a passkey',
    body: Assertion,
    response: SessionView,
    status: 201,
    public: true,
  }),
  end: del('/session', {
    summary: 'Sign out',
    response: z.object({
      provider: z
        .object({ name: z.string(), url: z.string().describe('Where the person can be signed out there as well.') })
        .nullable()
        .describe('The OpenID provider, where the session was begun with it and it says how people sign out.'),
    }),
    public: true,
  }),
  list: get('/session/list', {
    summary: 'List the own sessions',
    response: z.object({ data: z.array(SessionEntry) }),
    permission: signedIn,
  }),
  endOther: del('/session/list/{id}', { summary: 'End one of the own sessions', permission: signedIn }),
  enrolmentOptions: post('/session/enrolment/options', {
    summary: 'Begin to enrol a first passkey by a one-time link',
    body: z.object({ link }),
    response: CredentialOptions,
    public: true,
  }),
  enrol: post('/session/enrolment', {
    summary: 'Enrol a first passkey by a one-time link, and sign in',
    body: z.object({ link, response: NewCredential, name: personName.optional() }),
    response: SessionView,
    status: 201,
    public: true,
  }),
  openId: post('/session/openid', {
    summary: 'Begin to sign in with the OpenID provider',
    description:
      'With `link`, the account that the person signs in with there becomes a way in for the operator who was invited. With `fresh`, ' +
      'the provider asks the person again.',
    body: z.object({ link: link.optional(), fresh: z.boolean().optional() }),
    response: ProviderAddress,
    public: true,
  }),
  listIdentities: get('/session/identities', {
    summary: 'List the own accounts at the OpenID provider',
    response: IdentityList,
    permission: signedIn,
  }),
  identityTouch: post('/session/identities/touch', {
    summary: 'Begin to confirm, with a passkey, that an account at the OpenID provider is linked',
    response: CredentialOptions,
    permission: signedIn,
  }),
  linkIdentity: post('/session/identities', {
    summary: 'Begin to link an account at the OpenID provider',
    description:
      'The account that the person signs in with there becomes another way in for the operator of this session, while it goes on.',
    body: z.object({ touch: Assertion }),
    response: ProviderAddress,
    permission: signedIn,
  }),
  deleteIdentity: del('/session/identities/{id}', {
    summary: 'Remove one of the own accounts at the OpenID provider',
    permission: signedIn,
  }),
  listPasskeys: get('/session/passkeys', {
    summary: 'List the own passkeys',
    response: z.object({ data: z.array(PasskeyEntry) }),
    permission: signedIn,
  }),
  passkeyTouch: post('/session/passkeys/touch', {
    summary: 'Begin to confirm, with a passkey that there is, that another one is enrolled',
    response: CredentialOptions,
    permission: signedIn,
  }),
  passkeyOptions: post('/session/passkeys/options', {
    summary: 'Begin to enrol another passkey',
    description:
      'Whoever has a passkey confirms it with that one, which gives `touch`. Whoever has none was asked by the OpenID provider in the last ' +
      'five minutes.',
    body: z.object({ touch: Assertion.optional() }),
    response: CredentialOptions,
    permission: signedIn,
  }),
  createPasskey: post('/session/passkeys', {
    summary: 'Enrol another passkey',
    body: z.object({ response: NewCredential, name: personName.optional() }),
    response: PasskeyEntry,
    status: 201,
    permission: signedIn,
  }),
  deletePasskey: del('/session/passkeys/{id}', { summary: 'Remove one of the own passkeys', permission: signedIn }),
};
