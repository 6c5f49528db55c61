import { type Classification, classifications, impactLevels } from './permissions.ts';
import { type Disclosure, disclose, type Privacy, readLevel, restrict } from './privacy.ts';

/** What a session may do with one token. */
export interface Grant {
  /** Permissions on tokens of its class, as applications hold them. */
  permissions: readonly string[];
  /** Data is shown masked, however much the permissions would show. */
  masked: boolean;
}

/** By the id of the token. */
export type Grants = Readonly<Record<string, Grant>>;

const classPermission = /^token:(general|bank|pci|pii):(read:(low|moderate|high)|update)$/;

/** Whether a text is a permission that sessions can be given. */
export const isGrantable = (permission: string): boolean =>
  permission === 'token:read' || permission === 'token:update' || classPermission.test(permission);

/**
 * The permissions that are asked for on a token, as they are on its class. The two short forms mean as much as the token needs
 * today: one whose impact level is raised later is not shown by them any more. Those on other classes are dropped.
 */
export const permissionsOn = (
  { classification, impactLevel }: Pick<Privacy, 'classification' | 'impactLevel'>,
  asked: readonly string[],
): string[] => {
  const own = `token:${classification}:`;
  const long: Readonly<Record<string, string>> = {
    'token:read': `${own}read:${impactLevel}`,
    'token:update': `${own}update`,
  };
  return [...new Set(asked.map((permission) => long[permission] ?? permission))].filter((one) => one.startsWith(own));
};

/** Whether whoever holds `held` may do what `wanted` allows; a read level covers those below it. */
export const covers = (held: ReadonlySet<string>, wanted: string): boolean => {
  if (held.has(wanted)) return true;
  const [, classification = '', operation, level = ''] = wanted.split(':');
  if (operation !== 'read' || !Object.hasOwn(classifications, classification)) return false;
  const highest = readLevel(held, classification as Classification);
  const levels: readonly string[] = impactLevels;
  return highest !== undefined && levels.includes(level) && levels.indexOf(highest) >= levels.indexOf(level);
};

/** What a session sees of a token it was given: one that it may only change shows everything but its data. */
export const discloseGranted = (grant: Grant, privacy: Privacy, hasMask: boolean): Disclosure => {
  const permissions = new Set(grant.permissions);
  const how = disclose(permissions, privacy, hasMask);
  if (how === 'hide' && permissions.has(`token:${privacy.classification}:update`)) return 'redact';
  return how === 'reveal' && grant.masked ? restrict('mask', hasMask) : how;
};
