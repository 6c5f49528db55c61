export type { Client, ClientOptions } from './client.ts';
export { createClient, type VaultClient } from './create-client.ts';
export { BasisTheoryApiError, BasisTheoryValidationError, type FieldError, type Problem } from './errors.ts';
export type {
  Application,
  AtomicBank,
  AtomicCard,
  AtomicReactRequest,
  AuthorizeSession,
  CreateApplication,
  CreateAtomicBank,
  CreateAtomicCard,
  CreateReactor,
  CreateToken,
  Log,
  LogEntityType,
  PaginatedList,
  Pagination,
  Permission,
  Reactor,
  ReactorFormula,
  ReactRequest,
  ReactResponse,
  SaveReactorFormula,
  SearchTokens,
  Session,
  Tenant,
  TenantUsageReport,
  Token,
  UpdateApplication,
  UpdateAtomicBank,
  UpdateAtomicCard,
  UpdateReactor,
  UpdateTenant,
  UpdateToken,
} from './models.ts';
export type { ProxyAnswer, ProxyCall, ProxyRequest } from './proxy.ts';
export type { RequestOptions } from './transport.ts';
export type { AppInfo } from './user-agent.ts';
