import type * as z from 'zod';
import { AccessRule, AskedRule, RuleTransform } from './resources/access-rules.ts';
import { ApplicationKey, applicationKeys } from './resources/application-keys.ts';
import {
  Application,
  ApplicationType,
  applications,
  CreateApplication,
  UpdateApplication,
} from './resources/applications.ts';
import { AtomicBank, atomicBanks, CreateAtomicBank, UpdateAtomicBank } from './resources/atomic-banks.ts';
import { AtomicCard, atomicCards, CreateAtomicCard, UpdateAtomicCard } from './resources/atomic-cards.ts';
import { AccountNumber, Bank, BankView, RoutingNumber } from './resources/banks.ts';
import { Card, CardView } from './resources/cards.ts';
import { BinDetails, enrichments } from './resources/enrichments.ts';
import { ClientKey, CreateClientKey, keys, PublicClientKey } from './resources/keys.ts';
import { EntityType, Log, LogEntityType, logs } from './resources/logs.ts';
import { HeldPermission } from './resources/permission-names.ts';
import { Permission, permissions } from './resources/permissions.ts';
import {
  PatchProxy,
  ProxyTransform,
  ProxyTransformOptions,
  ProxyTransformType,
  proxies,
  SaveProxy,
  StoredProxy,
} from './resources/proxies.ts';
import { proxy } from './resources/proxy.ts';
import {
  FormulaRequestParameter,
  FormulaSetting,
  FormulaType,
  FormulaValueType,
  ReactorFormula,
  reactorFormulas,
  SaveReactorFormula,
} from './resources/reactor-formulas.ts';
import {
  AsyncReactResponse,
  AtomicReactRequest,
  CreateReactor,
  PatchReactor,
  Reactor,
  ReactRequest,
  ReactResponse,
  reactors,
  UpdateReactor,
} from './resources/reactors.ts';
import { AuthorizeSession, Session, SessionRule, sessions } from './resources/sessions.ts';
import {
  Tenant,
  TenantSettings,
  TenantUsageReport,
  TokenMetrics,
  TokenReport,
  tenants,
  UpdateTenant,
} from './resources/tenants.ts';
import {
  Classification,
  Encryption,
  ImpactLevel,
  Privacy,
  RestrictionPolicy,
  Token,
  TokenType,
} from './resources/token.ts';
import { BankDetails, CardDetails } from './resources/token-details.ts';
import { CreateTokenIntent, TokenIntent, tokenIntents } from './resources/token-intents.ts';
import { CreateToken, SearchTokens, UpdateToken } from './resources/token-requests.ts';
import { tokenize } from './resources/tokenize.ts';
import { tokens } from './resources/tokens.ts';
import { detokenize, SearchTokensV2, tokensV2 } from './resources/tokens-v2.ts';
import {
  DeliveryStatus,
  EventType,
  SaveWebhook,
  SigningKey,
  Webhook,
  WebhookDelivery,
  WebhookStatus,
  webhooks,
} from './resources/webhooks.ts';
import { CursorPagination, Pagination, Problem } from './shared.ts';

/**
 * Every endpoint of the vault: resources, and in each its routes by the names of the SDK's methods.
 *
 * @example
 * ```ts
 * import { contract } from '@tessera/contract';
 *
 * contract.tokens.retrieve.method; // 'get'
 * contract.tokens.retrieve.path; // '/tokens/{id}'
 * ```
 */
export const contract = {
  applicationKeys,
  applications,
  atomicBanks,
  atomicCards,
  detokenize,
  enrichments,
  keys,
  logs,
  permissions,
  proxies,
  proxy,
  reactorFormulas,
  reactors,
  sessions,
  tenants,
  tokenIntents,
  tokenize,
  tokens: { ...tokens, ...tokensV2 },
  webhooks,
};

/**
 * The zod schemas that have a name in the API description, in the names of the wire.
 *
 * @example
 * ```ts
 * import { schemas } from '@tessera/contract';
 *
 * schemas.Card.safeParse({ number: '4242424242424242' }).success; // true
 * schemas.Card.safeParse({ number: '4242424242424241' }).success; // false
 * ```
 */
export const schemas = {
  AccessRule,
  AccountNumber,
  Application,
  ApplicationKey,
  ApplicationType,
  AskedRule,
  AsyncReactResponse,
  AtomicBank,
  AtomicCard,
  AtomicReactRequest,
  AuthorizeSession,
  Bank,
  BankDetails,
  BankView,
  BinDetails,
  Card,
  CardDetails,
  CardView,
  Classification,
  ClientKey,
  CreateApplication,
  CreateAtomicBank,
  CreateAtomicCard,
  CreateClientKey,
  CreateReactor,
  CreateToken,
  CreateTokenIntent,
  CursorPagination,
  DeliveryStatus,
  Encryption,
  EntityType,
  EventType,
  FormulaRequestParameter,
  FormulaSetting,
  FormulaType,
  FormulaValueType,
  ImpactLevel,
  Log,
  LogEntityType,
  Pagination,
  PatchProxy,
  PatchReactor,
  Permission,
  PermissionName: HeldPermission,
  Privacy,
  Problem,
  ProxyTransform,
  ProxyTransformOptions,
  ProxyTransformType,
  PublicClientKey,
  Reactor,
  ReactorFormula,
  ReactRequest,
  ReactResponse,
  RestrictionPolicy,
  RoutingNumber,
  RuleTransform,
  SaveProxy,
  SaveReactorFormula,
  SaveWebhook,
  SearchTokens,
  SearchTokensV2,
  Session,
  SessionRule,
  SigningKey,
  StoredProxy,
  Tenant,
  TenantSettings,
  TenantUsageReport,
  Token,
  TokenIntent,
  TokenMetrics,
  TokenReport,
  TokenType,
  UpdateApplication,
  UpdateAtomicBank,
  UpdateAtomicCard,
  UpdateReactor,
  UpdateTenant,
  UpdateToken,
  Webhook,
  WebhookDelivery,
  WebhookStatus,
};

/**
 * The types of answers by the names of their schemas, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { Wire } from '@tessera/contract';
 *
 * const lifeOf = ({ created_at, expires_at }: Wire['Token']) => ({ created_at, expires_at });
 * ```
 */
export type Wire = { [Name in keyof typeof schemas]: z.output<(typeof schemas)[Name]> };

/**
 * The types of requests by the names of their schemas, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { WireInput } from '@tessera/contract';
 *
 * const body: WireInput['CreateToken'] = { type: 'token', data: 'a', expires_at: '2099-12-31' };
 * ```
 */
export type WireInput = { [Name in keyof typeof schemas]: z.input<(typeof schemas)[Name]> };
