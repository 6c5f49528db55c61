import type { ConsoleAction, ConsoleSession } from '@tessera/contract/console';

/** Who is signed in, and what they may do. */
export type Session = ConsoleSession;

/** A tenant that the operator may look into. */
export type TenantName = Session['tenants'][number];

/** Whether the operator holds this permission of the API. */
export const may = ({ permissions }: Pick<Session, 'permissions'>, permission: string): boolean =>
  permissions.includes(permission);

/** Whether the role has this action of the console. */
export const can = ({ actions }: Pick<Session, 'actions'>, action: ConsoleAction): boolean => actions.includes(action);
