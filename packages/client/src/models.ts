import type { Wire, WireInput } from '@tessera/contract';
import type { Camelized } from './case.ts';

// Interfaces, so that editors show a name and not the whole structure.
export interface Application extends Camelized<Wire['Application']> {}
export interface AtomicBank extends Camelized<Wire['AtomicBank']> {}
export interface AtomicCard extends Camelized<Wire['AtomicCard']> {}
export interface Log extends Camelized<Wire['Log']> {}
export interface LogEntityType extends Camelized<Wire['LogEntityType']> {}
export interface Permission extends Camelized<Wire['Permission']> {}
export interface ReactorFormula extends Camelized<Wire['ReactorFormula']> {}
export interface Reactor extends Camelized<Wire['Reactor']> {}
export interface Session extends Camelized<Wire['Session']> {}
export interface ReactResponse extends Camelized<Wire['ReactResponse']> {}
export interface Tenant extends Camelized<Wire['Tenant']> {}
export interface TenantUsageReport extends Camelized<Wire['TenantUsageReport']> {}
export interface Token extends Camelized<Wire['Token']> {}
export interface AuthorizeSession extends Camelized<WireInput['AuthorizeSession']> {}
export interface CreateApplication extends Camelized<WireInput['CreateApplication']> {}
export interface UpdateApplication extends Camelized<WireInput['UpdateApplication']> {}
export interface CreateAtomicBank extends Camelized<WireInput['CreateAtomicBank']> {}
export interface UpdateAtomicBank extends Camelized<WireInput['UpdateAtomicBank']> {}
export interface CreateAtomicCard extends Camelized<WireInput['CreateAtomicCard']> {}
export interface UpdateAtomicCard extends Camelized<WireInput['UpdateAtomicCard']> {}
export interface SaveReactorFormula extends Camelized<WireInput['SaveReactorFormula']> {}
export interface CreateReactor extends Camelized<WireInput['CreateReactor']> {}
export interface UpdateReactor extends Camelized<WireInput['UpdateReactor']> {}
export interface ReactRequest extends Camelized<WireInput['ReactRequest']> {}
export interface AtomicReactRequest extends Camelized<WireInput['AtomicReactRequest']> {}
export interface UpdateTenant extends Camelized<WireInput['UpdateTenant']> {}
export interface CreateToken extends Camelized<WireInput['CreateToken']> {}
export interface UpdateToken extends Camelized<WireInput['UpdateToken']> {}
export interface SearchTokens extends Camelized<WireInput['SearchTokens']> {}

/** One page of a list. */
export interface PaginatedList<T> {
  pagination: Pagination;
  data: T[];
}

export interface Pagination extends Camelized<Wire['Pagination']> {}

interface Answers {
  Application: Application;
  AtomicBank: AtomicBank;
  AtomicCard: AtomicCard;
  Log: Log;
  LogEntityType: LogEntityType;
  Permission: Permission;
  ReactorFormula: ReactorFormula;
  Reactor: Reactor;
  Session: Session;
  ReactResponse: ReactResponse;
  Tenant: Tenant;
  TenantUsageReport: TenantUsageReport;
  Token: Token;
}

interface Inputs {
  AuthorizeSession: AuthorizeSession;
  CreateApplication: CreateApplication;
  UpdateApplication: UpdateApplication;
  CreateAtomicBank: CreateAtomicBank;
  UpdateAtomicBank: UpdateAtomicBank;
  CreateAtomicCard: CreateAtomicCard;
  UpdateAtomicCard: UpdateAtomicCard;
  CreateToken: CreateToken;
  UpdateToken: UpdateToken;
  SearchTokens: SearchTokens;
  SaveReactorFormula: SaveReactorFormula;
  CreateReactor: CreateReactor;
  UpdateReactor: UpdateReactor;
  ReactRequest: ReactRequest;
  AtomicReactRequest: AtomicReactRequest;
  UpdateTenant: UpdateTenant;
}

/** The model under which an answer is known. */
export type Named<T> = unknown extends T
  ? T
  : T extends { pagination: Wire['Pagination']; data: (infer Item)[] }
    ? PaginatedList<Named<Item>>
    : T extends (infer Item)[]
      ? Named<Item>[]
      : ModelOf<T, Wire, Answers>;

/** The same for a list of arguments; a mapped tuple keeps what is optional and what each argument is called. */
export type NamedInputs<Arguments extends unknown[]> = {
  [Place in keyof Arguments]: ModelOf<Arguments[Place], WireInput, Inputs>;
};

type ModelOf<T, Wires, Models> = unknown extends T
  ? T
  : Known<T, Wires, Models> extends infer Model
    ? [Model] extends [never]
      ? Camelized<T>
      : Model
    : never;

type Known<T, Wires, Models> = {
  [Name in keyof Models]: Name extends keyof Wires ? (Same<T, Wires[Name]> extends true ? Models[Name] : never) : never;
}[keyof Models];

type Same<A, B> = [A, B] extends [B, A] ? true : false;
