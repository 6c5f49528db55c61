import type { Actor, Origin } from '../access/origin.ts';
import { forgetAnswers } from '../idempotency/idempotency.ts';
import { idFromText } from '../ids.ts';
import type { Services } from '../services.ts';
import type { Refusal, Statement } from '../store/port.ts';
import { countActive } from '../usage/active-tokens.ts';
import { countToken } from '../usage/token-counts.ts';
import { auditDelete, auditToken } from './audit-token.ts';
import { deleteRow, insertRow, updateRow } from './rows.ts';
import { assertNoSuchId, claimFingerprint, deleteSideRows, insertSideRows, releaseClaims } from './side-rows.ts';
import type { Token } from './token.ts';

/** What a write says when another token is in the way. */
export interface Otherwise {
  /** Another token has the id that was asked for. */
  alias: Refusal;
  /** Another token has the fingerprint. */
  claim: Refusal;
}

/** A token as it is written, what it is found by, and from where it came. */
interface Written {
  token: Token;
  labels: readonly Uint8Array[];
  claims: boolean;
  origin: Origin;
}

/** Everything that makes a new token: its row, what it is found by, counters and audit. */
export const createToken = (
  services: Services,
  { token, labels, claims, origin }: Written,
  otherwise: Otherwise,
): Statement[] => [
  ...(token.alias !== undefined && idFromText(token.alias) ? [assertNoSuchId(token, otherwise.alias)] : []),
  insertRow(token, otherwise.alias),
  ...insertSideRows(token, labels),
  ...(claims ? [claimFingerprint(token, otherwise.claim)] : []),
  countToken(services, token, 1),
  countActive(services, token.tenantId, token.activeMonth),
  auditToken(services, token, 'create', { actorId: token.createdBy, origin }),
];

/** Everything that makes a token another version of itself. */
export const replaceToken = (
  services: Services,
  before: Token,
  { token, labels, claims, origin, changes }: Written & { changes: string | undefined },
  otherwise: Pick<Otherwise, 'claim'>,
): Statement[] => {
  const sameFingerprint = Buffer.from(before.fingerprint).equals(token.fingerprint);
  const sameKind = before.privacy.impactLevel === token.privacy.impactLevel;
  return [
    updateRow(token, before.version),
    ...deleteSideRows(token),
    ...insertSideRows(token, labels),
    ...(sameFingerprint ? [] : [releaseClaims(token)]),
    ...(claims && !sameFingerprint ? [claimFingerprint(token, otherwise.claim)] : []),
    ...(sameKind ? [] : [countToken(services, before, -1), countToken(services, token, 1)]),
    auditToken(services, token, 'update', { actorId: token.modifiedBy, origin }, { changes }),
  ];
};

/** What has to be known of a token to remove it: nothing that may be large. */
export type RemovableToken = Pick<Token, 'tenantId' | 'id' | 'version' | 'type' | 'privacy'>;

/** Everything that removes a token, stored answers that name it included. The vault itself does where its time has come. */
export const removeTokenRows = (services: Services, token: RemovableToken, actor: Actor): Statement[] => [
  forgetAnswers(token),
  deleteRow(token),
  countToken(services, token, -1),
  auditDelete(services, token, actor),
];
