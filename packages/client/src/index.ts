export type { Client, ClientOptions } from './client.ts';
export { createClient, type VaultClient } from './create-client.ts';
export { BasisTheoryApiError, BasisTheoryValidationError, type FieldError, type Problem } from './errors.ts';
export type {
  Application,
  AtomicBank,
  AtomicCard,
  CreateApplication,
  CreateAtomicBank,
  CreateAtomicCard,
  CreateToken,
  Log,
  LogEntityType,
  PaginatedList,
  Pagination,
  Permission,
  Tenant,
  TenantUsageReport,
  Token,
  UpdateApplication,
  UpdateAtomicBank,
  UpdateAtomicCard,
  UpdateTenant,
} from './models.ts';
export type { RequestOptions } from './transport.ts';
export type { AppInfo } from './user-agent.ts';
