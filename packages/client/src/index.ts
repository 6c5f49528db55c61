export type { JsonInput, JsonValue, PermissionName, SessionPermissionName } from '@tessera/contract';
export type {
  Application,
  ApplicationKey,
  AsyncReactResponse,
  AtomicBank,
  AtomicCard,
  BinDetails,
  ClientKey,
  Log,
  LogEntityType,
  Permission,
  Reactor,
  ReactorFormula,
  ReactResponse,
  Session,
  StoredProxy,
} from './answers.ts';
export type { Client, ClientOptions } from './client.ts';
export { createClient, type TokenIntentMethods, type TokenMethods, type VaultClient } from './create-client.ts';
export { BasisTheoryApiError, BasisTheoryValidationError, type FieldError, type Problem } from './errors.ts';
export type { CursorPaginatedList, CursorPagination, PaginatedList, Pagination } from './list-models.ts';
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
  UpdateApplication,
  UpdateAtomicBank,
  UpdateAtomicCard,
  UpdateReactor,
} from './requests.ts';
export type { Tenant, TenantUsageReport, UpdateTenant } from './tenant-models.ts';
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
export type { SaveWebhook, SigningKey, Webhook, WebhookDelivery } from './webhook-models.ts';
