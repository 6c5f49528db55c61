import { idFromText, idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { columnId, idColumn, insertInto } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';
import { type Operator, type OperatorRow, operatorColumns, operatorOf } from './operator.ts';

/** Milliseconds after which a session ends that nothing was done in (PCI DSS 8.2.8). */
export const idleLife = 15 * 60_000;

/** Milliseconds after which a session ends whatever is done in it. */
export const sessionLife = 12 * 60 * 60_000;

/** Sessions that an operator may have at the same time; signing in again ends the oldest. */
const atOnce = 10;

/** Somebody who is signed in. The secret in the cookie is known by digest alone. */
export interface OperatorSession {
  id: string;
  operatorId: string;
  /** The passkey that it was begun with, or */
  passkeyId: string | undefined;
  /** the account at an OpenID provider. */
  identityId: string | undefined;
  /** When that provider asked the person who it is, where this was a part of signing in. */
  provedAt: number | undefined;
  /** The network that it was begun from: it works from nowhere else. */
  network: string;
  createdAt: number;
  /** When something was done in it last, to within some seconds. */
  usedAt: number;
  endsAt: number;
}

interface Row {
  id: Uint8Array;
  operator_id: Uint8Array;
  passkey_id: Uint8Array | null;
  identity_id: Uint8Array | null;
  proved_at: number | null;
  digest: Uint8Array;
  network: string;
  created_at: number;
  used_at: number;
  ends_at: number;
  mac: Uint8Array;
}

const columns = [
  'id',
  'passkey_id',
  'identity_id',
  'proved_at',
  'digest',
  'network',
  'created_at',
  'used_at',
  'ends_at',
];
const selected = [...columns, 'mac'].map((name) => `s.${name}`).join(', ');

/** When it was used last changes all the time and is left out. */
const macOf = (keyring: Keyring, session: OperatorSession, digest: Uint8Array): Uint8Array => {
  const { id, operatorId, passkeyId, identityId, provedAt, network, createdAt, endsAt } = session;
  return markOf(keyring, 'session-row', [
    ...[id, operatorId, passkeyId, identityId, provedAt],
    ...[network, createdAt, endsAt, digest],
  ]);
};

const sessionOf = (keyring: Keyring, row: Row): OperatorSession | undefined => {
  const session: OperatorSession = {
    id: idToText(row.id),
    operatorId: idToText(row.operator_id),
    passkeyId: columnId(row.passkey_id),
    identityId: columnId(row.identity_id),
    provedAt: row.proved_at ?? undefined,
    network: row.network,
    createdAt: row.created_at,
    usedAt: row.used_at,
    endsAt: row.ends_at,
  };
  return isSameMark(macOf(keyring, session, row.digest), row.mac) ? session : undefined;
};

/** When a session ends unless something is done in it before. */
export const idleEnd = ({ usedAt, endsAt }: Pick<OperatorSession, 'usedAt' | 'endsAt'>): number =>
  Math.min(usedAt + idleLife, endsAt);

/** Begins a session, and ends the oldest of its operator where there are many. */
export const insertSession = (keyring: Keyring, session: OperatorSession, secret: string): Statement[] => {
  const digest = markOf(keyring, 'session', [secret]);
  const operator = idColumn(session.operatorId);
  return [
    {
      sql: `delete from operator_sessions where operator_id = ? and id not in
        (select id from operator_sessions where operator_id = ? order by created_at desc, id desc limit ${atOnce - 1})`,
      parameters: [operator, operator],
    },
    insertInto('operator_sessions', {
      id: idColumn(session.id),
      operator_id: operator,
      passkey_id: idColumn(session.passkeyId),
      identity_id: idColumn(session.identityId),
      proved_at: session.provedAt ?? null,
      digest,
      network: session.network,
      created_at: session.createdAt,
      used_at: session.usedAt,
      ends_at: session.endsAt,
      mac: macOf(keyring, session, digest),
    }),
  ];
};

type Found = { session: OperatorSession; operator: Operator } | undefined;

const findBy = async (
  store: Reads,
  keyring: Keyring,
  column: 'digest' | 'id',
  value: Uint8Array | null,
): Promise<Found> => {
  const [row] = await store.rows<Row & OperatorRow>(
    `select ${selected}, ${operatorColumns} from operator_sessions s join operators o on o.id = s.operator_id
      where s.${column} = ?`,
    [value],
  );
  const session = row && sessionOf(keyring, row);
  const operator = row && operatorOf(keyring, row);
  return session && operator && operator.revokedAt === undefined ? { session, operator } : undefined;
};

/** The session of a cookie and its operator, unless that one was revoked. Whether it has ended is for the caller to see. */
export const findSession = (store: Reads, keyring: Keyring, secret: string): Promise<Found> =>
  findBy(store, keyring, 'digest', markOf(keyring, 'session', [secret]));

/** The same by its id, which may be any text. */
export const findSessionById = async (store: Reads, keyring: Keyring, id: string): Promise<Found> =>
  idFromText(id) ? await findBy(store, keyring, 'id', idColumn(id)) : undefined;

export const touchSession = (id: string, now: number): Statement => ({
  sql: 'update operator_sessions set used_at = ? where id = ? and used_at < ?',
  parameters: [now, idColumn(id), now],
});

/** What stands for "the session has ended" when a write comes back. */
export const sessionGone = 'session-gone';

/** Notes that something was done in a session. What is written together with it is kept only while the session is there. */
export const useSession = (id: string, now: number): Statement => ({
  sql: 'update operator_sessions set used_at = ? where id = ?',
  parameters: [now, idColumn(id)],
  guard: { changes: 1, otherwise: sessionGone },
});

export const endSession = (id: string): Statement => ({
  sql: 'delete from operator_sessions where id = ?',
  parameters: [idColumn(id)],
});

/** The sessions of an operator that have not ended, newest first. */
export const sessionsOf = async (
  store: Reads,
  keyring: Keyring,
  operatorId: string,
  now: number,
): Promise<OperatorSession[]> => {
  const rows = await store.rows<Row>(
    `select ${selected}, s.operator_id from operator_sessions s
      where s.operator_id = ? and s.used_at > ? and s.ends_at > ? order by s.created_at desc, s.id desc`,
    [idColumn(operatorId), now - idleLife, now],
  );
  return rows.flatMap((row) => sessionOf(keyring, row) ?? []);
};

/** One of them. `id` may be any text. */
export const findOwnSession = async (
  store: Reads,
  keyring: Keyring,
  { operatorId, id, now }: { operatorId: string; id: string; now: number },
): Promise<OperatorSession | undefined> =>
  idFromText(id)
    ? (await sessionsOf(store, keyring, operatorId, now)).find((session) => session.id === id.toLowerCase())
    : undefined;
