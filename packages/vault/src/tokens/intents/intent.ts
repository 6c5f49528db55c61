import type { Caller } from '../../access/authenticate.ts';
import { type Actor, actorOf } from '../../access/origin.ts';
import type { Place } from '../../access/rules.ts';
import { auditRow } from '../../audit/audit.ts';
import type { Json } from '../../expressions/json.ts';
import { forgetAnswers } from '../../idempotency/idempotency.ts';
import { idFromText, idToText } from '../../ids.ts';
import type { EncryptionContext, TenantKeys } from '../../keys/port.ts';
import { ApiError } from '../../problem.ts';
import type { Services } from '../../services.ts';
import { columnId, idColumn, insertInto } from '../../store/columns.ts';
import type { Refusal, Statement } from '../../store/port.ts';
import { defaultContainer } from '../privacy-settings.ts';
import { cvcOf, overtaken, type TokenRow } from '../rows.ts';
import { decodeData, encodeData, longestCvcLife } from '../seal.ts';
import type { Token } from '../token.ts';
import { tokenType } from '../token-types.ts';

/** Milliseconds for which the data of a token intent is kept. */
export const intentLife = 24 * 60 * 60 * 1000;

/** Data that may become a token, as it is kept. Ids are UUID text, times milliseconds. */
export interface TokenIntent extends Pick<Token, 'id' | 'tenantId' | 'type' | 'fingerprint' | 'data' | 'cvc'> {
  createdAt: number;
  createdBy: string | undefined;
  expiresAt: number;
}

type Identity = Pick<TokenIntent, 'id' | 'tenantId' | 'type' | 'expiresAt'>;

/** The end is bound into the seal, so that no other one in the database keeps the data readable for longer. */
const context = (
  { id, tenantId, type }: Identity,
  field: 'intent' | 'intent-cvc',
  expiresAt: number,
): EncryptionContext => ({ tenantId, tokenId: id, type, version: 1, field, expiresAt });

/** Seals the data of an intent; a verification code under a key of its own, which is destroyed at `cvcExpiresAt`. */
export const sealIntent = (
  keys: TenantKeys,
  intent: Identity,
  { lasting, cvc }: { lasting: Json; cvc: Json | undefined },
  cvcExpiresAt: number,
): Pick<TokenIntent, 'data' | 'cvc'> => ({
  data: keys.seal(context(intent, 'intent', intent.expiresAt), encodeData(lasting)),
  cvc:
    cvc === undefined
      ? undefined
      : {
          sealed: keys.seal(context(intent, 'intent-cvc', cvcExpiresAt), encodeData(cvc)),
          expiresAt: cvcExpiresAt,
        },
});

/** The data of an intent without its verification code. Throws `TamperedError` or `KeyDestroyedError`. */
export const openIntent = (keys: TenantKeys, intent: TokenIntent): Json =>
  decodeData(keys.open(context(intent, 'intent', intent.expiresAt), intent.data));

/** All data of an intent, with its verification code while that is there. */
export const openWholeIntent = (keys: TenantKeys, intent: TokenIntent, now: number): Json => {
  const lasting = openIntent(keys, intent);
  const { type, cvc } = intent;
  const { shortLived } = tokenType(type);
  if (!shortLived || !cvc || cvc.expiresAt <= now || cvc.expiresAt > now + longestCvcLife) return lasting;
  const code = decodeData(keys.open(context(intent, 'intent-cvc', cvc.expiresAt), cvc.sealed));
  return { ...(lasting as { [name: string]: Json }), [shortLived.name]: code };
};

type Row = Pick<
  TokenRow,
  | ('tenant_id' | 'id' | 'type' | 'fingerprint' | 'kek_version' | 'wrapped_dek' | 'sealed' | 'created_at')
  | ('cvc_kek_version' | 'cvc_wrapped_dek' | 'cvc_sealed' | 'cvc_expires_at' | 'created_by')
> & { expires_at: number };

const fromRow = (row: Row): TokenIntent => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  type: row.type,
  fingerprint: row.fingerprint,
  data: { kekVersion: row.kek_version, wrappedDek: row.wrapped_dek, box: row.sealed },
  cvc: cvcOf(row),
  createdAt: row.created_at,
  createdBy: columnId(row.created_by),
  expiresAt: row.expires_at,
});

/** Where an intent would lie as a token, with nothing said in its request: what rules allow with it depends on that. */
export const intentPlace = (type: TokenIntent['type']): Place => {
  const { classification, impactLevel, restrictionPolicy } = tokenType(type);
  const privacy = { classification, impactLevel, restrictionPolicy };
  return { privacy, container: defaultContainer(privacy) };
};

/** An intent of a tenant that has neither ended nor become a token. `id` may be any text. */
export const findIntent = async (
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  tenantId: string,
  id: string,
): Promise<TokenIntent | undefined> => {
  const uuid = idFromText(id);
  if (!uuid) return undefined;
  const [row] = await store.rows<Row>('select * from token_intents where tenant_id = ? and id = ? and expires_at > ?', [
    idColumn(tenantId),
    uuid,
    clock(),
  ]);
  return row && fromRow(row);
};

export const insertIntent = (intent: TokenIntent): Statement =>
  insertInto('token_intents', {
    tenant_id: idColumn(intent.tenantId),
    id: idColumn(intent.id),
    type: intent.type,
    fingerprint: intent.fingerprint,
    kek_version: intent.data.kekVersion,
    wrapped_dek: intent.data.wrappedDek,
    sealed: intent.data.box,
    cvc_kek_version: intent.cvc?.sealed.kekVersion ?? null,
    cvc_wrapped_dek: intent.cvc?.sealed.wrappedDek ?? null,
    cvc_sealed: intent.cvc?.sealed.box ?? null,
    cvc_expires_at: intent.cvc?.expiresAt ?? null,
    created_at: intent.createdAt,
    created_by: idColumn(intent.createdBy),
    expires_at: intent.expiresAt,
  });

/** Which intent ends, by whose call (`undefined` for the vault itself, when its time has come), and why. */
interface End {
  tenantId: string;
  id: string;
  actor: Actor;
  operation: 'delete' | 'convert';
}

/**
 * Everything that ends an intent: its row, stored answers that name it, the audit. Fails with `otherwise` when it has ended before, so
 * that of several calls that use one intent only one succeeds.
 */
export const endIntent = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  { tenantId, id, actor, operation }: End,
  otherwise: Refusal = overtaken,
): Statement[] => [
  forgetAnswers({ tenantId, id }),
  {
    sql: 'delete from token_intents where tenant_id = ? and id = ?',
    parameters: [idColumn(tenantId), idColumn(id)],
    guard: { changes: 1, otherwise },
  },
  auditRow(keyring, { tenantId, ...actor, entityType: 'token_intent', entityId: id, operation, createdAt: clock() }),
];

/** Destroys verification codes of intents whose time has come, or whose time somebody else has changed. */
export const destroyIntentCodes = (now: number): Statement => ({
  sql: `update token_intents set cvc_kek_version = null, cvc_wrapped_dek = null, cvc_sealed = null, cvc_expires_at = null
    where cvc_expires_at <= ? or cvc_expires_at > ?`,
  parameters: [now, now + longestCvcLife],
});

/** A body names an intent that nobody can use (any more). */
export const intentEnded = (at: readonly string[]) =>
  new ApiError(
    'token-intent-ended',
    'A token intent ends after 24 hours, when it is deleted, and when a token is made of it. Make another one.',
    { errors: { [[...at, 'token_intent_id'].join('.')]: ['There is no such token intent, or it has ended.'] } },
  );

/** An audit row about an intent that stays. */
export const auditIntent = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  { tenantId, ...caller }: Pick<Caller, 'tenantId' | 'applicationId' | 'origin'>,
  operation: 'create' | 'read' | 'use',
  id: string,
  destination?: string,
): Statement =>
  auditRow(keyring, {
    ...{ tenantId, ...actorOf(caller), entityType: 'token_intent', entityId: id, operation, createdAt: clock() },
    ...(destination !== undefined && { destination }),
  });
