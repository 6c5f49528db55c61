export { contract, schemas, type Wire, type WireInput } from './contract.ts';
export {
  type Answer,
  type Call,
  type HandledRoute,
  type Handler,
  type Handlers,
  handledRoutes,
  type PartialHandlers,
  type Reply,
  type Sent,
} from './handlers.ts';
export { nearest } from './nearest.ts';
export { openapi } from './openapi.ts';
export { type DecodedQuery, decodeQuery, encodeQuery, type Query } from './query.ts';
export type { PermissionName, SessionPermissionName } from './resources/permission-names.ts';
export {
  type Contract,
  type Method,
  type Params,
  type Path,
  type Route,
  type RouteSpec,
  successStatus,
} from './route.ts';
export { type NamedRoute, routes } from './routes.ts';
export { type Shape, shapeOf } from './shape.ts';
export type { JsonInput, JsonValue } from './shared.ts';
export { type SlimContract, type SlimRoute, slim } from './slim.ts';
export { type Errors, type Validated, validate } from './validate.ts';
export { validateQuery, validateRequest } from './validate-request.ts';
