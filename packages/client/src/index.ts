export type { JsonInput, JsonValue, PermissionName, SessionPermissionName } from '@tessera/contract';
export type {
  Application,
  ApplicationKey,
  AsyncReactResponse,
  AtomicBank,
  AtomicCard,
  ClientKey,
  CursorPaginatedList,
  CursorPagination,
  Log,
  LogEntityType,
  PaginatedList,
  Pagination,
  Permission,
  Reactor,
  ReactorFormula,
  ReactResponse,
  Session,
  SigningKey,
  StoredProxy,
  Tenant,
  TenantUsageReport,
  Webhook,
  WebhookDelivery,
} from './answers.ts';
export type { Client, ClientOptions } from './client.ts';
export { createClient, type TokenIntentMethods, type TokenMethods, type VaultClient } from './create-client.ts';
export { BasisTheoryApiError, BasisTheoryValidationError, type FieldError, type Problem } from './errors.ts';
export type { ProxyAnswer, ProxyCall, ProxyRequest } from './proxy.ts';
export type {
  AtomicReactRequest,
  AuthorizeSession,
  CreateApplication,
  CreateAtomicBank,
  CreateAtomicCard,
  CreateClientKey,
  CreateReactor,
  PatchProxy,
  PatchReactor,
  ReactRequest,
  SaveProxy,
  SaveReactorFormula,
  SaveWebhook,
  UpdateApplication,
  UpdateAtomicBank,
  UpdateAtomicCard,
  UpdateReactor,
  UpdateTenant,
} from './requests.ts';
export type {
  BankData,
  CardData,
  ConvertTokenIntent,
  CreateEncryptedToken,
  CreateToken,
  CreateTokenIntent,
  SearchTokens,
  SearchTokensV2,
  Token,
  TokenIntent,
  TokenType,
  UpdateToken,
} from './token-models.ts';
export type { RequestOptions } from './transport.ts';
export type { AppInfo } from './user-agent.ts';
