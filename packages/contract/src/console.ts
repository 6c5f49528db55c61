export {
  type ConsoleApproval,
  type ConsoleCodeRun,
  type ConsoleEmbedding,
  type ConsoleFormulaUses,
  type ConsoleKeys,
  type ConsoleOperator,
  type ConsoleOperatorDetails,
  type ConsoleOverview,
  type ConsolePageOrigin,
  type ConsoleReactorFailures,
  type ConsoleRewrap,
  type ConsoleSession,
  type ConsoleTenant,
  type ConsoleVerification,
  consoleContract,
} from './console/contract.ts';
export type { OpenIdFailure } from './console/openid.ts';
export { type ConsoleAction, type Role, type RoleName, roleNames, roles } from './console/roles.ts';
export { signedIn } from './console/session.ts';
export { type ApprovalAct, approvalActs, mayAct } from './console/two-person.ts';
