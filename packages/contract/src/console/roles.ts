import * as z from 'zod';
import type { PermissionName } from '../resources/permission-names.ts';

/** What a role may do in the console beside the documented API. */
export const consoleActions = [
  'overview:read',
  'keys:inspect',
  'keys:manage',
  'audit:verify',
  'operators:read',
  'operators:manage',
  'tokens:reveal',
  'tenants:manage',
  'code:run',
  'fields:embed',
  'origins:manage',
] as const;

/**
 * What a role may do in the console beside the documented API.
 *
 * @example
 * ```ts
 * import type { ConsoleAction } from '@tessera/contract/console';
 *
 * const action: ConsoleAction = 'audit:verify';
 * ```
 */
export type ConsoleAction = (typeof consoleActions)[number];

/**
 * What operators of one role may do.
 *
 * @example
 * ```ts
 * import type { Role } from '@tessera/contract/console';
 *
 * const nothing: Role = { job: 'looks on', permissions: [], actions: [] };
 * ```
 */
export interface Role {
  /** The job in a few words. */
  readonly job: string;
  /** Permissions of the documented API that are not about tokens. */
  readonly permissions: readonly PermissionName[];
  /** What it may do with tokens, as an access rule on all containers; nothing where this is left out. */
  readonly tokens?: { readonly transform: 'mask' | 'redact'; readonly permissions: readonly PermissionName[] };
  readonly actions: readonly ConsoleAction[];
}

const managed = ['application', 'keys', 'proxy', 'reactor', 'webhooks'] as const;
const manage = managed.flatMap((subject): PermissionName[] =>
  // Keys for client-side encryption are never changed.
  subject === 'keys'
    ? ['keys:read', 'keys:create', 'keys:delete']
    : [`${subject}:read`, `${subject}:create`, `${subject}:update`, `${subject}:delete`],
);

/** What everybody may see who looks after a tenant: no role sees more than this unless its job needs it. */
const about: readonly PermissionName[] = ['tenant:read', 'application:read', 'report:read'];

/**
 * The roles of operators. No role has `token:use` or a transform of `reveal`, so no call of the documented API gives an operator
 * plaintext. The configuration of reactors and proxies holds credentials, so only the roles that maintain them may read it.
 */
const table = {
  viewer: {
    job: 'sees that tokens exist, and no value, not even masked',
    permissions: [...about, 'webhooks:read', 'keys:read'],
    tokens: { transform: 'redact', permissions: ['token:read', 'token:search'] },
    actions: ['overview:read'],
  },
  support: {
    job: 'looks up tokens, with masked values, and their history',
    permissions: [...about, 'log:read', 'webhooks:read'],
    tokens: { transform: 'mask', permissions: ['token:read', 'token:search'] },
    actions: ['overview:read'],
  },
  auditor: {
    job: 'reads the audit log and verifies it, and sees no tokens',
    permissions: [...about, 'log:read', 'webhooks:read', 'keys:read'],
    actions: ['overview:read', 'keys:inspect', 'audit:verify', 'operators:read'],
  },
  developer: {
    job: 'maintains applications, reactors, formulas, proxies and webhooks',
    permissions: ['tenant:read', 'report:read', 'log:read', ...manage],
    actions: ['overview:read', 'code:run', 'fields:embed'],
  },
  custodian: {
    job: 'looks after the keys of the vault: rotates, rewraps and destroys them',
    permissions: ['tenant:read'],
    actions: ['overview:read', 'keys:inspect', 'keys:manage'],
  },
  administrator: {
    job: 'manages everything, and sees values masked, or one at a time in full',
    permissions: ['tenant:read', 'tenant:update', 'tenant:delete', 'report:read', 'log:read', ...manage],
    tokens: {
      transform: 'mask',
      permissions: ['token:create', 'token:read', 'token:search', 'token:update', 'token:delete'],
    },
    actions: [...consoleActions],
  },
} as const satisfies Record<string, Role>;

/**
 * The name of a role of operators.
 *
 * @example
 * ```ts
 * import type { RoleName } from '@tessera/contract/console';
 *
 * const role: RoleName = 'auditor';
 * ```
 */
export type RoleName = keyof typeof table;

/**
 * What operators of the console may do, by their role.
 *
 * @example
 * ```ts
 * import { roles } from '@tessera/contract/console';
 *
 * roles.auditor.actions.includes('audit:verify'); // true
 * ```
 */
export const roles: Readonly<Record<RoleName, Role>> = table;

/**
 * The names of the roles of operators.
 *
 * @example
 * ```ts
 * import { roleNames } from '@tessera/contract/console';
 *
 * roleNames.includes('custodian'); // true
 * ```
 */
export const roleNames = Object.keys(table) as RoleName[];

export const RoleSchema = z.enum(roleNames as [RoleName, ...RoleName[]]);
