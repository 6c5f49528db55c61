export { type ConsoleKeys, type ConsoleOverview, type ConsoleSession, consoleContract } from './console/contract.ts';
export { type ConsoleAction, type Role, type RoleName, roleNames, roles } from './console/roles.ts';
export { signedIn } from './console/session.ts';
