import { compilePermissions, everywhere } from './compiled-permissions.ts';
import { type Disclosure, type Privacy, restrict } from './privacy.ts';
import { disclose, type Place, type Rule, type Rules, ruleFor, type TokenOperation } from './rules.ts';
import { inSessionReach, type SessionReach } from './session-reach.ts';

/** What a session may do with one token, or with those in a container. */
export interface Grant extends SessionReach {
  /**
   * Permissions on tokens of its class, as applications hold them. On tokens in a container, `token:read` is among them, and stands for all
   * classes and levels.
   */
  permissions: readonly string[];
  /** Data is shown masked, however much the permissions would show. */
  masked: boolean;
}

/** In the order in which they are tried. */
export type Grants = readonly Grant[];

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

/** What a session may be used for, and what those may do with tokens who said so, today. */
export interface Granted {
  grants: Grants | undefined;
  giver: Rules;
}

/** A token, by what decides what a session may do with it. */
type GrantedToken = Place & { readonly id: string };

const readsAll: Rule = { reach: { container: everywhere }, transform: 'reveal', operations: ['read'] };

const rulesOf = ({ permissions }: Grant): Rules => [
  ...(permissions.includes('token:read') ? [readsAll] : []),
  ...compilePermissions(permissions),
];

/** The first grant that is about a token and allows an operation. */
const grantFor = ({ grants = [] }: Granted, operation: TokenOperation, token: GrantedToken): Grant | undefined =>
  grants.find((grant) => inSessionReach(grant, token) && ruleFor(rulesOf(grant), operation, token) !== undefined);

/** Whether a session may do something with a token: it was given that, and who gave it may do it. */
export const sessionMay = (session: Granted, operation: TokenOperation, token: GrantedToken): boolean =>
  grantFor(session, operation, token) !== undefined && ruleFor(session.giver, operation, token) !== undefined;

/** The most revealing first. */
const disclosures: readonly Disclosure[] = ['reveal', 'mask', 'redact', 'hide'];

/**
 * What a session sees of a token: what it was given, unless who gave that sees less by now. One that it may only change shows everything
 * but its data.
 */
export const sessionSees = (session: Granted, token: GrantedToken, hasMask: boolean): Disclosure => {
  const grant = grantFor(session, 'read', token);
  const own = grant ? disclose(rulesOf(grant), 'read', token, hasMask) : 'hide';
  const given = own === 'reveal' && grant?.masked ? restrict('mask', hasMask) : own;
  const theirs = disclose(session.giver, 'read', token, hasMask);
  if (given !== 'hide' && disclosures.indexOf(theirs) <= disclosures.indexOf(given)) return given;
  return sessionMay(session, 'update', token) ? 'redact' : 'hide';
};
