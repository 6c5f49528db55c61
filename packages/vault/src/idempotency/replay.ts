import { allows, canEver, refusal } from '../access/access.ts';
import { compileRules } from '../access/access-rules.ts';
import { findActing } from '../access/applications.ts';
import type { Caller } from '../access/authenticate.ts';
import { actorOf } from '../access/origin.ts';
import { type Classification, type ImpactLevel, impactLevels } from '../access/permissions.ts';
import type { Privacy, RestrictionPolicy } from '../access/privacy.ts';
import type { Place } from '../access/rules.ts';
import { auditRow, masked } from '../audit/audit.ts';
import type { Shown } from '../audit/shown.ts';
import { idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { ApiError } from '../problem.ts';
import { idColumn } from '../store/columns.ts';
import type { Store } from '../store/port.ts';

/** What is kept of an answer beside the answer, so that its repetition can be judged. */
export interface Conditions {
  shown: readonly Shown[];
  permissions: readonly string[];
}

interface Row {
  id: Uint8Array;
  classification: Classification;
  impact_level: ImpactLevel;
  restriction_policy: RestrictionPolicy;
  container: string;
}

/** Tokens that the stored answer of a request names, as they are protected today; expired ones are not among them. */
const liveTokens = async (
  store: Store,
  tenantId: string,
  scope: Uint8Array,
  now: number,
): Promise<Map<string, Place & { id: string }>> => {
  const rows = await store.rows<Row>(
    `select t.id, t.classification, t.impact_level, t.restriction_policy, t.container from idempotency_tokens i
      join tokens t on t.tenant_id = i.tenant_id and t.id = i.token_id
      where i.tenant_id = ? and i.scope = ? and (t.expires_at is null or t.expires_at > ?)`,
    [idColumn(tenantId), scope, now],
  );
  return new Map(
    rows.map((row) => [
      idToText(row.id),
      {
        id: idToText(row.id),
        privacy: {
          classification: row.classification,
          impactLevel: row.impact_level,
          restrictionPolicy: row.restriction_policy,
        },
        container: row.container,
      },
    ]),
  );
};

/** Whether a token is protected as it was: protection is only ever raised. */
const isSame = (now: Privacy, then: Privacy): boolean =>
  now.classification === then.classification &&
  impactLevels.indexOf(now.impactLevel) === impactLevels.indexOf(then.impactLevel) &&
  now.restrictionPolicy === then.restrictionPolicy;

/** The stored answer stands for what is not there any more, or not for this caller. */
export const answerLost = () =>
  new ApiError(
    'idempotency-answer-lost',
    'It was cut off, or what it was about was deleted, has expired or is protected more since. Look whether it had its effects before you send it with a new key.',
  );

/**
 * Lets a caller have a stored answer again, as if it were made now: by the permissions that the caller holds today, for tokens that
 * are still there, and with rows in the audit log, which are durable before the answer goes out. Throws 403 or 409.
 */
export const replay =
  (store: Store, keyring: Keyring, clock: () => number) =>
  async (
    caller: Caller,
    scope: Uint8Array,
    { shown, permissions }: Conditions,
    lost: () => ApiError = answerLost,
  ): Promise<void> => {
    const missing = permissions.find((permission) => !canEver(permission, caller));
    if (missing !== undefined) throw new ApiError('forbidden', `This needs the permission ${missing}.`);
    const live = await liveTokens(store, caller.tenantId, scope, clock());
    /** What has to be allowed it: the caller, or the application for which code has acted, as it is today. */
    const holders = new Map<string | undefined, Parameters<typeof allows>[0]>([[undefined, caller]]);
    for (const by of new Set(shown.flatMap(({ token }) => token?.by ?? []))) {
      const application = await findActing(store, caller.tenantId, by, clock());
      if (!application) throw lost();
      const rules = application.rules && compileRules(application.rules);
      holders.set(by, { permissions: new Set(application.permissions), ...(rules && { rules }) });
    }
    for (const { entityId, token } of shown) {
      if (!token) continue;
      const now = live.get(entityId);
      if (!now || !isSame(now.privacy, token.privacy)) throw lost();
      // Answers that an earlier release stored say `read:<impact_level>`.
      const needs = token.needs.map((need) => (need.startsWith('read') ? 'read' : need));
      const holder = holders.get(token.by) ?? caller;
      const refused = needs.find((need) => !allows(holder, need, now));
      if (refused === undefined) continue;
      throw token.by === undefined ? refusal(caller, refused, [now]) : lost();
    }
    const about = { tenantId: caller.tenantId, ...actorOf(caller), createdAt: clock() };
    const rows = shown.map(({ entityType, operation, entityId, masked: isMasked }) =>
      auditRow(keyring, {
        ...{ ...about, entityType, entityId, operation },
        ...(operation === 'read' && isMasked && { reason: masked }),
      }),
    );
    if (rows.length > 0) await store.commit(rows);
  };
