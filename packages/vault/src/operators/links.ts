import type { Random } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn, insertInto } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';
import { type Operator, type OperatorRow, operatorColumns, operatorOf } from './operator.ts';

/** How long a link works, in milliseconds. */
export const linkLife = 24 * 60 * 60_000;

/** A secret for a link or a cookie: 256 bits. */
export const newSecret = (random: Random): string => Buffer.from(random(32)).toString('base64url');

const digestOf = (keyring: Keyring, secret: string): Uint8Array => markOf(keyring, 'link', [secret]);

const macOf = (keyring: Keyring, digest: Uint8Array, operatorId: string, expiresAt: number): Uint8Array =>
  markOf(keyring, 'link-row', [digest, operatorId, expiresAt]);

/** Keeps the digest of a link by which an operator enrols a first passkey. */
export const insertLink = (keyring: Keyring, operatorId: string, secret: string, expiresAt: number): Statement => {
  const digest = digestOf(keyring, secret);
  return insertInto('operator_links', {
    digest,
    operator_id: idColumn(operatorId),
    expires_at: expiresAt,
    mac: macOf(keyring, digest, operatorId, expiresAt),
  });
};

/** Whose link that is, while it works. */
export const findLink = async (
  store: Reads,
  keyring: Keyring,
  secret: string,
  now: number,
): Promise<Operator | undefined> => {
  const digest = digestOf(keyring, secret);
  const [row] = await store.rows<OperatorRow & { expires_at: number; mac: Uint8Array }>(
    `select l.expires_at, l.mac, ${operatorColumns} from operator_links l join operators o on o.id = l.operator_id
      where l.digest = ? and l.expires_at > ?`,
    [digest, now],
  );
  const operator = row && operatorOf(keyring, row);
  if (!operator || operator.revokedAt !== undefined) return undefined;
  return isSameMark(macOf(keyring, digest, operator.id, row.expires_at), row.mac) ? operator : undefined;
};

/** What stands for "the link was used meanwhile" when a write comes back. */
export const linkOvertaken = 'link-overtaken';

/** Takes a link out of use. Of several at the same time one succeeds. */
export const spendLink = (keyring: Keyring, secret: string): Statement => ({
  sql: 'delete from operator_links where digest = ?',
  parameters: [digestOf(keyring, secret)],
  guard: { changes: 1, otherwise: linkOvertaken },
});
