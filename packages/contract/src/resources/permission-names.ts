import * as z from 'zod';

const tokenOperations = [
  ...(['create', 'read:low', 'read:moderate', 'read:high', 'update', 'delete'] as const),
  ...(['use:proxy', 'use:reactor'] as const),
];

/** Permissions on tokens of every class. Applications of type `private` and `public` hold them, and rules have them. */
const everyToken = [
  ...(['token:create', 'token:read', 'token:search', 'token:update', 'token:delete', 'token:use'] as const),
];

/** Every permission by name. `GET /permissions` answers with what each of them allows. */
export const permissionNames = [
  ...everyToken,
  ...(['tenant:read', 'tenant:update', 'tenant:delete'] as const),
  ...(['application:read', 'application:create', 'application:update', 'application:delete'] as const),
  ...(['reactor:read', 'reactor:create', 'reactor:update', 'reactor:delete'] as const),
  ...(['keys:create', 'keys:read', 'keys:delete'] as const),
  ...(['proxy:read', 'proxy:create', 'proxy:update', 'proxy:delete', 'proxy:invoke'] as const),
  ...(['log:read', 'report:read'] as const),
  ...(['token-intent:create', 'token-intent:read', 'token-intent:delete'] as const),
  ...(['webhooks:read', 'webhooks:create', 'webhooks:update', 'webhooks:delete'] as const),
  ...(['general', 'bank', 'pci', 'pii'] as const).flatMap((classification) =>
    tokenOperations.map((operation) => `token:${classification}:${operation}` as const),
  ),
];

/**
 * The name of a permission.
 *
 * @example
 * ```ts
 * import type { PermissionName } from '@tessera/contract';
 *
 * const needed: PermissionName[] = ['token:pci:create', 'log:read'];
 * ```
 */
export type PermissionName = (typeof permissionNames)[number];

/**
 * The name of a permission of a session. The two short forms stand for every classification and impact level.
 *
 * @example
 * ```ts
 * import type { SessionPermissionName } from '@tessera/contract';
 *
 * const permissions: SessionPermissionName[] = ['token:read', 'token:pci:update'];
 * ```
 */
export type SessionPermissionName =
  | 'token:read'
  | 'token:update'
  | Extract<PermissionName, `token:${string}:${'read:' | 'update'}${string}`>;

/**
 * The names are for the compiler and for readers of the API description. The schema accepts any string, because the vault also
 * takes the names of an older version of this API, and because its own message says which application may hold which permission.
 */
const name = (names: readonly string[]) => z.string().max(100).meta({ enum: names });

const known = name(permissionNames);

/** The name of a permission in requests. */
export const AskedPermission = known as unknown as z.ZodType<string, PermissionName>;

/** The name of a permission in answers. */
export const HeldPermission = known as unknown as z.ZodType<PermissionName, string>;

/** The name of a permission of a session in requests. */
export const AskedSessionPermission = name([
  ...['token:read', 'token:update'],
  ...permissionNames.filter((each) => /^token:\w+:(read|update)/.test(each)),
]) as unknown as z.ZodType<string, SessionPermissionName>;
