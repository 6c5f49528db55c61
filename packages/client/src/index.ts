export type { Client, ClientOptions } from './client.ts';
export { createClient, type VaultClient } from './create-client.ts';
export { BasisTheoryApiError, BasisTheoryValidationError, type FieldError, type Problem } from './errors.ts';
export type {
  Application,
  AtomicCard,
  CreateApplication,
  CreateAtomicCard,
  CreateToken,
  PaginatedList,
  Pagination,
  Permission,
  Token,
  UpdateApplication,
  UpdateAtomicCard,
} from './models.ts';
export type { RequestOptions } from './transport.ts';
export type { AppInfo } from './user-agent.ts';
