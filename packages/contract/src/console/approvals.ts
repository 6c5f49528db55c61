import * as z from 'zod';
import { get, post } from '../route.ts';
import { timestamp, uuid } from '../shared.ts';
import { Assertion, CredentialOptions } from './credentials.ts';
import { reason } from './reveals.ts';
import { signedIn } from './session.ts';
import { type ApprovalAct, approvalActs } from './two-person.ts';

const Act = z.enum(approvalActs as unknown as [ApprovalAct, ...ApprovalAct[]]);

const Decision = z.enum(['approved', 'refused']);

const Person = z.object({ id: uuid, name: z.string() });

/** Something that one operator wants to do and another one has to approve. */
export const ApprovalView = z.object({
  id: uuid,
  act: Act,
  subject: z.string().describe('What it is done to: the id of a token, that of the tenant, or the version of its key.'),
  reason: z.string(),
  state: z
    .enum(['waiting', 'approved', 'refused', 'done', 'ended'])
    .describe('`done` is carried out; `ended` was neither refused nor carried out in time.'),
  asked_by: Person,
  asked_at: timestamp,
  expires_at: timestamp.describe('Until then it has to be approved, and carried out.'),
  decided_by: Person.nullable(),
  decided_at: timestamp.nullable(),
  may_decide: z.boolean().describe('Whether who reads this can approve or refuse it.'),
});

export const approvals = {
  list: get('/console/approvals', {
    summary: 'List what was asked for in a tenant, the newest first',
    response: z.object({ data: z.array(ApprovalView).describe('At most 100.') }),
    permission: signedIn,
  }),
  create: post('/console/approvals', {
    summary: 'Ask another operator to approve something',
    description: 'Needs a role that may do it, and an act that the vault was told to want two people for.',
    body: z.object({ act: Act, subject: z.string().min(1).max(400), reason }),
    response: ApprovalView,
    status: 201,
    permission: signedIn,
  }),
  options: post('/console/approvals/{id}/options', {
    summary: 'Begin to approve or refuse something with a passkey',
    body: z.object({ decision: Decision }),
    response: CredentialOptions,
    permission: signedIn,
  }),
  decide: post('/console/approvals/{id}/decision', {
    summary: 'Approve or refuse what another operator asks for',
    description:
      'Needs a role that may do the same, and a touch of a passkey for this decision. Nobody approves their own.',
    body: z.object({ decision: Decision, response: Assertion }),
    response: ApprovalView,
    status: 200,
    permission: signedIn,
  }),
};
