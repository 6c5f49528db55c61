import type { JsonValue, Wire, WireInput } from '@tessera/contract';
import type * as Answers from './answers.ts';
import type { Camelized } from './case.ts';
import type * as Lists from './list-models.ts';
import type * as Requests from './requests.ts';
import type * as Tenants from './tenant-models.ts';
import type * as Tokens from './token-models.ts';
import type * as Webhooks from './webhook-models.ts';

interface AnswerModels {
  Application: Answers.Application;
  ApplicationKey: Answers.ApplicationKey;
  AtomicBank: Answers.AtomicBank;
  AtomicCard: Answers.AtomicCard;
  BinDetails: Answers.BinDetails;
  ClientKey: Answers.ClientKey;
  Log: Answers.Log;
  LogEntityType: Answers.LogEntityType;
  Permission: Answers.Permission;
  ReactorFormula: Answers.ReactorFormula;
  Reactor: Answers.Reactor;
  Session: Answers.Session;
  StoredProxy: Answers.StoredProxy;
  ReactResponse: Answers.ReactResponse;
  AsyncReactResponse: Answers.AsyncReactResponse;
  Tenant: Tenants.Tenant;
  TenantUsageReport: Tenants.TenantUsageReport;
  Token: Tokens.Token;
  TokenIntent: Tokens.TokenIntent;
  SigningKey: Webhooks.SigningKey;
  Webhook: Webhooks.Webhook;
  WebhookDelivery: Webhooks.WebhookDelivery;
}

interface RequestModels {
  AuthorizeSession: Requests.AuthorizeSession;
  CreateApplication: Requests.CreateApplication;
  UpdateApplication: Requests.UpdateApplication;
  CreateAtomicBank: Requests.CreateAtomicBank;
  UpdateAtomicBank: Requests.UpdateAtomicBank;
  CreateAtomicCard: Requests.CreateAtomicCard;
  CreateClientKey: Requests.CreateClientKey;
  UpdateAtomicCard: Requests.UpdateAtomicCard;
  CreateToken: Tokens.CreateToken;
  CreateTokenIntent: Tokens.CreateTokenIntent;
  UpdateToken: Tokens.UpdateToken;
  SearchTokens: Tokens.SearchTokens;
  SearchTokensV2: Tokens.SearchTokensV2;
  SaveProxy: Requests.SaveProxy;
  PatchProxy: Requests.PatchProxy;
  SaveReactorFormula: Requests.SaveReactorFormula;
  CreateReactor: Requests.CreateReactor;
  UpdateReactor: Requests.UpdateReactor;
  PatchReactor: Requests.PatchReactor;
  ReactRequest: Requests.ReactRequest;
  AtomicReactRequest: Requests.AtomicReactRequest;
  UpdateTenant: Tenants.UpdateTenant;
  SaveWebhook: Webhooks.SaveWebhook;
}

/** The model of an answer: the interface that this package exports for a named schema, or the schema's own type in camel case. */
export type Named<T> = JsonValue extends T
  ? T
  : T extends { pagination: Wire['Pagination']; data: (infer Item)[] }
    ? Lists.PaginatedList<Named<Item>>
    : T extends { pagination: Wire['CursorPagination']; data: (infer Item)[] }
      ? Lists.CursorPaginatedList<Named<Item>>
      : T extends (infer Item)[]
        ? Named<Item>[]
        : ModelOf<T, Wire, AnswerModels>;

/** The same for a list of arguments. A mapped tuple keeps which arguments are optional and how each is called. */
export type NamedInputs<Arguments extends unknown[]> = {
  [Place in keyof Arguments]: ModelOf<Arguments[Place], WireInput, RequestModels>;
};

type ModelOf<T, Wires, Models> = JsonValue extends T
  ? T
  : Known<T, Wires, Models> extends infer Model
    ? [Model] extends [never]
      ? Camelized<T>
      : Model
    : never;

type Known<T, Wires, Models> = {
  [Name in keyof Models]: Name extends keyof Wires ? (Same<T, Wires[Name]> extends true ? Models[Name] : never) : never;
}[keyof Models];

/** Both may be used for each other, and name the same properties: two types of optional ones would fit each other as well. */
type Same<A, B> = [A, B, keyof A, keyof B] extends [B, A, keyof B, keyof A] ? true : false;
