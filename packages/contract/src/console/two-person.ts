import { type RoleName, roles } from './roles.ts';

/** What a role needs to do each of the things that two people can be asked for. */
const needs = {
  reveal: { action: 'tokens:reveal' },
  'delete-tenant': { permission: 'tenant:delete' },
  'destroy-key': { action: 'keys:manage' },
} as const;

/**
 * Something for which a vault can ask for two people.
 *
 * @example
 * ```ts
 * import type { ApprovalAct } from '@tessera/contract/console';
 *
 * const act: ApprovalAct = 'delete-tenant';
 * ```
 */
export type ApprovalAct = keyof typeof needs;

/**
 * What a vault can ask for two people for.
 *
 * @example
 * ```ts
 * import { approvalActs } from '@tessera/contract/console';
 *
 * approvalActs.includes('reveal'); // true
 * ```
 */
export const approvalActs = Object.keys(needs) as readonly ApprovalAct[];

/**
 * Whether operators of a role may do something, and so ask for it and approve it.
 *
 * @example
 * ```ts
 * import { mayAct } from '@tessera/contract/console';
 *
 * mayAct('viewer', 'reveal'); // false
 * ```
 */
export const mayAct = (role: RoleName, act: ApprovalAct): boolean => {
  const need = needs[act];
  const { permissions, actions } = roles[role];
  return 'action' in need ? actions.includes(need.action) : permissions.includes(need.permission);
};
