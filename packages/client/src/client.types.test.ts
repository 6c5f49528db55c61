import { expectTypeOf, test } from 'vitest';
import type { VaultClient } from './create-client.ts';
import type { Application, CreateApplication, PaginatedList, Permission, Token } from './models.ts';

// Nothing here runs: the compiler is the test.
const examples = async (bt: VaultClient, anything: unknown) => {
  const data = { number: '4242424242424242', expiration_month: 12 };
  await bt.tokens.create({ type: 'card', data, privacy: { impactLevel: 'high' }, metadata: { orderId: '1' } });
  await bt.tokens.create({ type: 'token', data: anything }, { apiKey: 'key_1', idempotencyKey: 'order-1' });
  await bt.tokens.list({ id: ['1', '2'], type: 'card', metadata: { orderId: '1' }, page: 2 }, { correlationId: 'a' });
  await bt.applications.regenerateKey('1', { timeout: 1 });
  await bt.applications.retrieveByKey({ correlationId: 'a', signal: AbortSignal.abort() });
  await bt.applications.list();
  await bt.atomicCards.create({ card: { number: '4242424242424242', expirationMonth: 12, expirationYear: 2030 } });
  await bt.tokenize(anything);
  await bt.tokenize([1, { type: 'token', data: null }], { apiKey: 'key_1' });
  await bt.permissions.list({ applicationType: 'public' });

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
  // @ts-expect-error no such resource
  await bt.banks.list();
};

test('the methods read as the SDK documents them', () => {
  expectTypeOf(examples).toBeFunction();
  expectTypeOf<VaultClient['tokens']['retrieve']>().returns.resolves.toEqualTypeOf<Token>();
  expectTypeOf<VaultClient['applications']['list']>().returns.resolves.toEqualTypeOf<PaginatedList<Application>>();
  expectTypeOf<VaultClient['applications']['create']>().parameter(0).toEqualTypeOf<CreateApplication>();
  expectTypeOf<VaultClient['permissions']['list']>().returns.resolves.toEqualTypeOf<Permission[]>();
  expectTypeOf<VaultClient['tokens']['delete']>().returns.resolves.toBeUndefined();
  expectTypeOf<VaultClient['tokenize']>().returns.resolves.toBeUnknown();
  expectTypeOf<VaultClient['tokenize']>().parameter(0).toBeUnknown();
  expectTypeOf<Token['data']>().toBeUnknown();
  expectTypeOf<Token['privacy']['impactLevel']>().toEqualTypeOf<'low' | 'moderate' | 'high'>();
  expectTypeOf<Token['metadata']>().toEqualTypeOf<Record<string, string> | undefined>();
  expectTypeOf<Token>().not.toHaveProperty('tenant_id');
});
