import { type RoleName, roleNames } from '@tessera/contract/console';
import { idFromText, idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { columnId, idColumn, insertInto, updateWhere } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';

/** A person who uses the console. Ids are UUID text, times milliseconds. */
export interface Operator {
  id: string;
  /** The only tenant that the person may look into; `undefined` for all of them. */
  tenantId: string | undefined;
  name: string;
  role: RoleName;
  createdAt: number;
  /** The operator who invited the person; `undefined` when that was done on the command line. */
  createdBy: string | undefined;
  revokedAt: number | undefined;
}

/** Columns of an operator, also where they stand beside those of another table. */
export interface OperatorRow {
  operator_id: Uint8Array;
  operator_tenant_id: Uint8Array | null;
  operator_name: string;
  operator_role: string;
  operator_created_at: number;
  operator_created_by: Uint8Array | null;
  operator_revoked_at: number | null;
  operator_mac: Uint8Array;
}

const names = ['id', 'tenant_id', 'name', 'role', 'created_at', 'created_by', 'revoked_at', 'mac'];

/** What to select of the table `operators`, called `o`. */
export const operatorColumns = names.map((name) => `o.${name} as operator_${name}`).join(', ');

const macOf = (keyring: Keyring, operator: Operator): Uint8Array => {
  const { id, tenantId, name, role, createdAt, createdBy, revokedAt } = operator;
  return markOf(keyring, 'operator', [id, tenantId, name, role, createdAt, createdBy, revokedAt]);
};

/** The operator in a row; `undefined` for one that the vault did not write. */
export const operatorOf = (keyring: Keyring, row: OperatorRow): Operator | undefined => {
  const role = roleNames.find((each) => each === row.operator_role);
  if (role === undefined) return undefined;
  const operator: Operator = {
    id: idToText(row.operator_id),
    tenantId: columnId(row.operator_tenant_id),
    name: row.operator_name,
    role,
    createdAt: row.operator_created_at,
    createdBy: columnId(row.operator_created_by),
    revokedAt: row.operator_revoked_at ?? undefined,
  };
  return isSameMark(macOf(keyring, operator), row.operator_mac) ? operator : undefined;
};

export const insertOperator = (keyring: Keyring, operator: Operator): Statement =>
  insertInto('operators', {
    id: idColumn(operator.id),
    tenant_id: idColumn(operator.tenantId),
    name: operator.name,
    role: operator.role,
    created_at: operator.createdAt,
    created_by: idColumn(operator.createdBy),
    revoked_at: operator.revokedAt ?? null,
    mac: macOf(keyring, operator),
  });

/** What stands for "the operator was revoked meanwhile" when a write comes back. */
export const operatorOvertaken = 'operator-overtaken';

/** Ends all that an operator can do. The row stays, so that the id in audit logs keeps its name. */
export const revokeOperator = (keyring: Keyring, operator: Operator, now: number): Statement[] => [
  {
    ...updateWhere(
      'operators',
      { revoked_at: now, mac: macOf(keyring, { ...operator, revokedAt: now }) },
      { id: idColumn(operator.id), mac: macOf(keyring, operator) },
    ),
    guard: { changes: 1, otherwise: operatorOvertaken },
  },
  ...['operator_sessions', 'operator_passkeys', 'operator_identities', 'operator_links'].map((table) => ({
    sql: `delete from ${table} where operator_id = ?`,
    parameters: [idColumn(operator.id)],
  })),
];

/** `id` may be any text. */
export const findOperator = async (store: Reads, keyring: Keyring, id: string): Promise<Operator | undefined> => {
  const key = idFromText(id);
  if (!key) return undefined;
  const [row] = await store.rows<OperatorRow>(`select ${operatorColumns} from operators o where o.id = ?`, [key]);
  return row && operatorOf(keyring, row);
};

/** How many ways to sign in somebody has. */
export interface WaysIn {
  passkeys: number;
  /** Accounts at an OpenID provider. */
  identities: number;
}

/** Operators that are listed, at most. */
const most = 1000;

/** Operators, those invited first at the end: those of a tenant, on request with those of all tenants, or everybody. */
export const listOperators = async (
  store: Reads,
  keyring: Keyring,
  tenantId: string | undefined,
  withUnbound = false,
): Promise<(Operator & WaysIn)[]> => {
  const unbound = withUnbound ? ' or o.tenant_id is null' : '';
  const narrowed = tenantId === undefined ? '' : `where o.tenant_id = ?${unbound}`;
  const rows = await store.rows<OperatorRow & WaysIn>(
    `select ${operatorColumns}, (select count(*) from operator_passkeys p where p.operator_id = o.id) as passkeys,
      (select count(*) from operator_identities i where i.operator_id = o.id) as identities
      from operators o ${narrowed} order by o.created_at desc, o.id desc limit ${most}`,
    tenantId === undefined ? [] : [idColumn(tenantId)],
  );
  return rows.flatMap((row) => {
    const operator = operatorOf(keyring, row);
    return operator ? [{ ...operator, passkeys: row.passkeys, identities: row.identities }] : [];
  });
};
