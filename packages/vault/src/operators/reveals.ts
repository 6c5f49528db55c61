import { idFromText, idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn, insertInto, updateWhere } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';

/** Milliseconds from asking for a value until the frame that shows it has to be there and the passkey has to be touched. */
export const askLife = 2 * 60_000;

/** Milliseconds from the touch until the frame has to fetch the value. */
export const showLife = 30_000;

/** A token whose value an operator wants to see. Ids are UUID text, times milliseconds. */
export interface Reveal {
  id: string;
  tenantId: string;
  /** The session that asked. It goes with the session. */
  sessionId: string;
  operatorId: string;
  tokenId: string;
  /** The origin of the console, whose page the frame stands in. */
  page: string;
  reason: string;
  /** SHA-256 of a secret that only the frame has, once a passkey has confirmed the reveal. */
  nonce: string | undefined;
  expiresAt: number;
}

interface Row {
  id: Uint8Array;
  tenant_id: Uint8Array;
  session_id: Uint8Array;
  operator_id: Uint8Array;
  token_id: Uint8Array;
  page: string;
  reason: string;
  nonce: string | null;
  expires_at: number;
  mac: Uint8Array;
}

const macOf = (keyring: Keyring, reveal: Reveal): Uint8Array => {
  const { id, tenantId, sessionId, operatorId, tokenId, page, reason, nonce, expiresAt } = reveal;
  return markOf(keyring, 'reveal', [id, tenantId, sessionId, operatorId, tokenId, page, reason, nonce, expiresAt]);
};

const revealOf = (keyring: Keyring, row: Row): Reveal | undefined => {
  const reveal: Reveal = {
    id: idToText(row.id),
    tenantId: idToText(row.tenant_id),
    sessionId: idToText(row.session_id),
    operatorId: idToText(row.operator_id),
    tokenId: idToText(row.token_id),
    page: row.page,
    reason: row.reason,
    nonce: row.nonce ?? undefined,
    expiresAt: row.expires_at,
  };
  return isSameMark(macOf(keyring, reveal), row.mac) ? reveal : undefined;
};

/** Keeps what an operator has asked for, in place of what the same session asked for before. */
export const insertReveal = (keyring: Keyring, reveal: Reveal): Statement[] => [
  { sql: 'delete from operator_reveals where session_id = ?', parameters: [idColumn(reveal.sessionId)] },
  insertInto('operator_reveals', {
    id: idColumn(reveal.id),
    tenant_id: idColumn(reveal.tenantId),
    session_id: idColumn(reveal.sessionId),
    operator_id: idColumn(reveal.operatorId),
    token_id: idColumn(reveal.tokenId),
    page: reveal.page,
    reason: reveal.reason,
    nonce: reveal.nonce ?? null,
    expires_at: reveal.expiresAt,
    mac: macOf(keyring, reveal),
  }),
];

/** A reveal that has not ended and that the vault wrote itself. `id` may be any text. */
export const findReveal = async (
  store: Reads,
  keyring: Keyring,
  id: string,
  now: number,
): Promise<Reveal | undefined> => {
  const key = idFromText(id);
  if (!key) return undefined;
  const [row] = await store.rows<Row>(
    `select id, tenant_id, session_id, operator_id, token_id, page, reason, nonce, expires_at, mac
      from operator_reveals where id = ? and expires_at > ?`,
    [key, now],
  );
  return row && revealOf(keyring, row);
};

/** What stands for "it was confirmed, shown or ended meanwhile" when a write comes back. */
export const revealOvertaken = 'reveal-overtaken';

/** Lets the frame that has the secret behind `nonce` fetch the value. */
export const confirmReveal = (
  keyring: Keyring,
  reveal: Reveal,
  { nonce, expiresAt }: { nonce: string; expiresAt: number },
): Statement => ({
  ...updateWhere(
    'operator_reveals',
    { nonce, expires_at: expiresAt, mac: macOf(keyring, { ...reveal, nonce, expiresAt }) },
    { id: idColumn(reveal.id), mac: macOf(keyring, reveal) },
  ),
  guard: { changes: 1, otherwise: revealOvertaken },
});

/** Takes a confirmed reveal out of use: it shows its value once. */
export const takeReveal = (keyring: Keyring, reveal: Reveal): Statement => ({
  sql: 'delete from operator_reveals where id = ? and mac = ?',
  parameters: [idColumn(reveal.id), macOf(keyring, reveal)],
  guard: { changes: 1, otherwise: revealOvertaken },
});
