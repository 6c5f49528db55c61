import type { JsonInput, JsonValue } from '@tessera/contract';
import { expectTypeOf, test } from 'vitest';
import type { VaultClient } from './create-client.ts';
import type {
  Application,
  AtomicBank,
  CardData,
  CreateApplication,
  CreateReactor,
  CreateToken,
  Log,
  PaginatedList,
  Permission,
  Reactor,
  ReactorFormula,
  Tenant,
  Token,
} from './index.ts';

// Nothing here runs: the compiler is the test.
const examples = async (bt: VaultClient, anything: JsonValue) => {
  const data = { number: '4242424242424242', expiration_month: 12 };
  await bt.tokens.create({ type: 'card', data, privacy: { impactLevel: 'high' }, metadata: { orderId: '1' } });
  await bt.tokens.create({ type: 'token', data: anything ?? '' }, { apiKey: 'key_1', idempotencyKey: 'order-1' });
  await bt.tokens.list({ id: ['1', '2'], type: 'card', metadata: { orderId: '1' }, page: 2 }, { correlationId: 'a' });
  await bt.applications.regenerateKey('1', { timeout: 1 });
  await bt.applications.retrieveByKey({ correlationId: 'a', signal: AbortSignal.abort() });
  await bt.applications.list();
  await bt.atomicCards.create({ card: { number: '4242424242424242', expirationMonth: 12, expirationYear: 2030 } });
  await bt.atomicBanks.update('1', { bank: { accountNumber: '1234567890' } });
  await bt.logs.list({ entityType: 'reactor_formula', startDate: '2022-01-01', page: 2 });
  await bt.tenants.update({ name: 'Acme', settings: { deduplicateTokens: true } });
  const { tokenReport } = await bt.tenants.retrieveUsageReport();
  void tokenReport.metricsByType.cardNumber?.lastCreatedAt;
  const settings = [{ name: 'API_KEY', type: 'string' as const }];
  const formula = await bt.reactorFormulas.create({
    name: 'a',
    type: 'private',
    sourceTokenType: 'card',
    code: 'module.exports = () => 1',
    configuration: settings,
    requestParameters: [{ name: 'a', type: 'boolean', optional: true }],
  });
  await bt.reactors.create({ name: 'a', formula: { id: formula.id }, configuration: { API_KEY: '1', ApiKey2: 2 } });
  await bt.reactors.list({ id: ['1'], sourceTokenType: 'bank' });
  await bt.tokenize(anything);
  await bt.tokenize([1, { type: 'token', data: null }], { apiKey: 'key_1' });
  await bt.permissions.list({ applicationType: 'public' });

  const { data: read } = await bt.tokens.create({ type: 'card', data });
  expectTypeOf(read?.expiration_month).toEqualTypeOf<number | undefined>();
  const one = await bt.tokens.retrieve('1');
  if (one.type === 'bank') expectTypeOf(one.data?.routing_number).toEqualTypeOf<string | undefined>();
  await bt.applications.create({ name: 'a', type: 'elements', permissions: ['token:pci:create'] });
  await bt.sessions.authorize({ nonce: 'a', tokens: ['1'], permissions: ['token:read', 'token:pci:read:high'] });

  // @ts-expect-error a card's number is `number`
  await bt.tokens.create({ type: 'card', data: { card_number: '4242424242424242' } });
  // @ts-expect-error a card's data is in the names of the wire
  await bt.tokens.create({ type: 'card', data: { number: '4242424242424242', expirationMonth: 12 } });
  // @ts-expect-error a bank account needs both numbers
  await bt.tokens.create({ type: 'bank', data: { account_number: '1' } });
  // @ts-expect-error the data of a card_number is a string
  await bt.tokens.create({ type: 'card_number', data: 4242 });
  // @ts-expect-error there is no data to store
  await bt.tokens.create({ type: 'token', data: null });
  // @ts-expect-error not a permission
  await bt.applications.create({ name: 'a', type: 'elements', permissions: ['token:pci:craete'] });
  // @ts-expect-error not a permission of sessions
  await bt.sessions.authorize({ nonce: 'a', tokens: ['1'], permissions: ['token:pci:delete'] });
  // @ts-expect-error properties of ours are in camel case
  await bt.tokens.create({ type: 'token', data, privacy: { impact_level: 'high' } });
  // @ts-expect-error the id is missing
  await bt.tokens.retrieve();
  // @ts-expect-error not a type of application
  await bt.applications.create({ name: 'a', type: 'server' });
  // @ts-expect-error metadata is text
  await bt.tokens.create({ type: 'token', data, metadata: { order: 1 } });
  // @ts-expect-error a month is a number
  await bt.atomicCards.update('1', { card: { expirationMonth: '12' } });
  // @ts-expect-error only operators make official formulas
  await bt.reactorFormulas.update('1', { name: 'a', type: 'official', sourceTokenType: 'card', code: '' });
  // @ts-expect-error not a type of entity
  await bt.logs.list({ entityType: 'cards' });
  // @ts-expect-error no such resource
  await bt.banks.list();
};

test('the methods read as the SDK documents them', () => {
  expectTypeOf(examples).toBeFunction();
  expectTypeOf<VaultClient['tokens']['retrieve']>().returns.resolves.toEqualTypeOf<Token>();
  expectTypeOf<VaultClient['applications']['list']>().returns.resolves.toEqualTypeOf<PaginatedList<Application>>();
  expectTypeOf<VaultClient['applications']['create']>().parameter(0).toEqualTypeOf<CreateApplication>();
  expectTypeOf<VaultClient['permissions']['list']>().returns.resolves.toEqualTypeOf<Permission[]>();
  expectTypeOf<VaultClient['atomicBanks']['retrieve']>().returns.resolves.toEqualTypeOf<AtomicBank>();
  expectTypeOf<VaultClient['logs']['list']>().returns.resolves.toEqualTypeOf<PaginatedList<Log>>();
  expectTypeOf<VaultClient['reactorFormulas']['update']>().returns.resolves.toEqualTypeOf<ReactorFormula>();
  expectTypeOf<VaultClient['reactors']['list']>().returns.resolves.toEqualTypeOf<PaginatedList<Reactor>>();
  expectTypeOf<VaultClient['reactors']['create']>().parameter(0).toEqualTypeOf<CreateReactor>();
  expectTypeOf<NonNullable<Reactor['formula']>['sourceTokenType']>().toEqualTypeOf<Token['type']>();
  expectTypeOf<VaultClient['tenants']['retrieve']>().returns.resolves.toEqualTypeOf<Tenant>();
  expectTypeOf<VaultClient['tokens']['delete']>().returns.resolves.toBeUndefined();
  expectTypeOf<VaultClient['tokenize']>().returns.resolves.toEqualTypeOf<JsonValue>();
  expectTypeOf<VaultClient['tokenize']>().parameter(0).toEqualTypeOf<JsonInput>();
  expectTypeOf<Token<'token'>['data']>().toEqualTypeOf<JsonValue | undefined>();
  expectTypeOf<Token<'card'>['data']>().toEqualTypeOf<CardData | null | undefined>();
  expectTypeOf<Token<'card_number'>['data']>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<CreateToken<'bank'>['data']>().toEqualTypeOf<{ routing_number: string; account_number: string }>();
  expectTypeOf<Token['privacy']['impactLevel']>().toEqualTypeOf<'low' | 'moderate' | 'high'>();
  expectTypeOf<Token['metadata']>().toEqualTypeOf<Record<string, string> | undefined>();
  expectTypeOf<Token>().not.toHaveProperty('tenant_id');
});
