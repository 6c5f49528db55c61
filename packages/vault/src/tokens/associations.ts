import { actorOf } from '../access/origin.ts';
import { auditRow } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';
import { findVisible, tokenNotFound } from './reader.ts';
import { findForChange } from './remove.ts';
import { type Condition, unbounded } from './search/condition.ts';
import { lookUp } from './search/terms.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';

/** What stands for "they are associated already, or one of them is gone" when a write comes back. */
export const notAssociated = 'not associated';

const itself = () => new ApiError('conflict', 'A token cannot be a child of itself.');

/**
 * Makes one token the child of another. Both must still be there when it is written; fails as `notAssociated` when not, or when it is
 * the child already. With `repeat` the latter is fine. Throws 409 for a token and itself.
 */
export const associate = (parent: Token, child: Token, { repeat = false } = {}): Statement[] => {
  if (parent.id === child.id) throw itself();
  const insert: Statement = {
    sql: `insert into token_associations (tenant_id, parent_id, child_id, child_created_at)
      select p.tenant_id, p.id, c.id, c.created_at from tokens p cross join tokens c
        where p.tenant_id = ? and p.id = ? and c.tenant_id = ? and c.id = ?
      on conflict do nothing`,
    parameters: [idColumn(parent.tenantId), idColumn(parent.id), idColumn(child.tenantId), idColumn(child.id)],
  };
  return [repeat ? insert : { ...insert, guard: { changes: 1, otherwise: notAssociated } }];
};

/** An entry of the parent's audit: its data stays as it is, so the entry says nothing of its state. */
const auditAssociation = (
  { keyring, clock }: Services,
  { parent, child }: { parent: Token; child: Token },
  caller: Context['caller'],
  has: boolean,
): Statement =>
  auditRow(keyring, {
    tenantId: parent.tenantId,
    ...actorOf(caller),
    entityType: tokenType(parent.type).entityType,
    entityId: parent.id,
    operation: 'update',
    createdAt: clock(),
    changes: JSON.stringify([{ property: 'children', [has ? 'added' : 'removed']: [child.id] }]),
  });

interface Ends {
  parent_id: string;
  child_id: string;
}

/** Associates two tokens that the caller may read. Throws 404, and 409 when they are associated already. */
export const createAssociation = async (services: Services, context: Context, ends: Ends): Promise<void> => {
  const { caller, commit } = context;
  const parent = await findVisible(services, context, ends.parent_id);
  const child = await findVisible(services, context, ends.child_id);
  const statements = [...associate(parent, child), auditAssociation(services, { parent, child }, caller, true)];
  const failed = await commit(statements, { tokens: [parent.id, child.id] });
  if (failed !== notAssociated) return;
  // One of them may have gone meanwhile.
  await findVisible(services, context, ends.parent_id);
  await findVisible(services, context, ends.child_id);
  throw new ApiError('conflict', 'This token is a child of the other one already.');
};

/** Parts two tokens that the caller may delete. Throws 403, and 404 also when they are not associated. */
export const deleteAssociation = async (services: Services, context: Context, ends: Ends): Promise<void> => {
  const { caller, commit } = context;
  const parent = await findForChange(services, context, ends.parent_id, 'delete');
  const child = await findForChange(services, context, ends.child_id, 'delete');
  const failed = await commit([
    {
      sql: 'delete from token_associations where tenant_id = ? and parent_id = ? and child_id = ?',
      parameters: [idColumn(parent.tenantId), idColumn(parent.id), idColumn(child.id)],
      guard: { changes: 1, otherwise: notAssociated },
    },
    auditAssociation(services, { parent, child }, caller, false),
  ]);
  if (failed === notAssociated) throw tokenNotFound();
};

/** The children of a token, as a condition on tokens. */
export const isChildOf = ({ id, tenantId }: Token): Condition => ({
  sql: `exists (select 1 from token_associations a
    where a.tenant_id = ? and a.parent_id = ? and a.child_id = t.id)`,
  parameters: [idColumn(tenantId), idColumn(id)],
  cost: lookUp,
  sources: [
    {
      rank: 1,
      lists: [
        {
          table: 'token_associations',
          id: 'child_id',
          createdAt: 'child_created_at',
          where: 'parent_id = ?',
          parameters: [idColumn(id)],
          kinds: 'none',
          ordered: true,
        },
      ],
    },
  ],
  bounds: unbounded,
  judge: () => undefined,
});
