import type * as z from 'zod';
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
import { EntityType, Log, LogEntityType, logs } from './resources/logs.ts';
import { HeldPermission } from './resources/permission-names.ts';
import { Permission, permissions } from './resources/permissions.ts';
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
  AtomicReactRequest,
  CreateReactor,
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
import { tokenize } from './resources/tokenize.ts';
import {
  Classification,
  CreateToken,
  Encryption,
  ImpactLevel,
  Privacy,
  RestrictionPolicy,
  SearchTokens,
  Token,
  TokenType,
  tokens,
  UpdateToken,
} from './resources/tokens.ts';
import { Pagination, Problem } from './shared.ts';

/** Every endpoint of the vault. Keys are the names of the SDK's methods. */
export const contract = {
  applications,
  atomicBanks,
  atomicCards,
  logs,
  permissions,
  proxy,
  reactorFormulas,
  reactors,
  sessions,
  tenants,
  tokenize,
  tokens,
};

/** The schemas that have a name of their own in the API documentation. */
export const schemas = {
  AccountNumber,
  Application,
  ApplicationType,
  AtomicBank,
  AtomicCard,
  AtomicReactRequest,
  AuthorizeSession,
  Bank,
  BankView,
  Card,
  CardView,
  Classification,
  CreateApplication,
  CreateAtomicBank,
  CreateAtomicCard,
  CreateReactor,
  CreateToken,
  Encryption,
  EntityType,
  FormulaRequestParameter,
  FormulaSetting,
  FormulaType,
  FormulaValueType,
  ImpactLevel,
  Log,
  LogEntityType,
  Pagination,
  Permission,
  PermissionName: HeldPermission,
  Privacy,
  Problem,
  Reactor,
  ReactorFormula,
  ReactRequest,
  ReactResponse,
  RestrictionPolicy,
  RoutingNumber,
  SaveReactorFormula,
  SearchTokens,
  Session,
  SessionRule,
  Tenant,
  TenantSettings,
  TenantUsageReport,
  Token,
  TokenMetrics,
  TokenReport,
  TokenType,
  UpdateApplication,
  UpdateAtomicBank,
  UpdateAtomicCard,
  UpdateReactor,
  UpdateTenant,
  UpdateToken,
};

/** What the named schemas describe, in the names of the wire. */
export type Wire = { [Name in keyof typeof schemas]: z.output<(typeof schemas)[Name]> };

/** What a caller may send where a named schema is asked for, in the names of the wire. */
export type WireInput = { [Name in keyof typeof schemas]: z.input<(typeof schemas)[Name]> };
