import { expect, test } from 'vitest';
import * as z from 'zod';
import { contract } from './contract.ts';
import { successStatus } from './route.ts';
import { routes } from './routes.ts';
import { slim } from './slim.ts';

const all = routes(contract);

test('each route answers on the documented path with the documented status', () => {
  const table = all.map(
    ({ name, route }) => `${name.join('.')}: ${route.method} ${route.path} ${successStatus(route)}`,
  );
  expect(table.toSorted()).toEqual([
    'applicationKeys.create: post /applications/{id}/keys 201',
    'applicationKeys.delete: delete /applications/{id}/keys/{key_id} 204',
    'applicationKeys.list: get /applications/{id}/keys 200',
    'applicationKeys.retrieve: get /applications/{id}/keys/{key_id} 200',
    'applications.create: post /applications 201',
    'applications.delete: delete /applications/{id} 204',
    'applications.list: get /applications 200',
    'applications.regenerateKey: post /applications/{id}/regenerate 201',
    'applications.retrieve: get /applications/{id} 200',
    'applications.retrieveByKey: get /applications/key 200',
    'applications.update: put /applications/{id} 200',
    'atomicBanks.create: post /atomic/banks 201',
    'atomicBanks.delete: delete /atomic/banks/{id} 204',
    'atomicBanks.list: get /atomic/banks 200',
    'atomicBanks.react: post /atomic/banks/{id}/react 200',
    'atomicBanks.retrieve: get /atomic/banks/{id} 200',
    'atomicBanks.retrieveDecrypted: get /atomic/banks/{id}/decrypt 200',
    'atomicBanks.update: patch /atomic/banks/{id} 200',
    'atomicCards.create: post /atomic/cards 201',
    'atomicCards.delete: delete /atomic/cards/{id} 204',
    'atomicCards.list: get /atomic/cards 200',
    'atomicCards.react: post /atomic/cards/{id}/react 200',
    'atomicCards.retrieve: get /atomic/cards/{id} 200',
    'atomicCards.retrieveDecrypted: get /atomic/cards/{id}/decrypt 200',
    'atomicCards.update: patch /atomic/cards/{id} 200',
    'detokenize: post /detokenize 200',
    'enrichments.cardDetails: get /enrichments/card-details 200',
    'keys.create: post /keys 201',
    'keys.delete: delete /keys/{id} 204',
    'keys.list: get /keys 200',
    'keys.retrieve: get /keys/{id} 200',
    'keys.retrievePublic: get /keys/{id}/public 200',
    'logs.list: get /logs 200',
    'logs.listEntityTypes: get /logs/entity-types 200',
    'permissions.list: get /permissions 200',
    'proxies.create: post /proxies 201',
    'proxies.delete: delete /proxies/{id} 204',
    'proxies.list: get /proxies 200',
    'proxies.patch: patch /proxies/{id} 204',
    'proxies.retrieve: get /proxies/{id} 200',
    'proxies.update: put /proxies/{id} 200',
    'proxy.delete: delete /proxy 200',
    'proxy.get: get /proxy 200',
    'proxy.patch: patch /proxy 200',
    'proxy.post: post /proxy 200',
    'proxy.put: put /proxy 200',
    'reactorFormulas.create: post /reactor-formulas 201',
    'reactorFormulas.delete: delete /reactor-formulas/{id} 204',
    'reactorFormulas.list: get /reactor-formulas 200',
    'reactorFormulas.retrieve: get /reactor-formulas/{id} 200',
    'reactorFormulas.update: put /reactor-formulas/{id} 200',
    'reactors.create: post /reactors 201',
    'reactors.delete: delete /reactors/{id} 204',
    'reactors.list: get /reactors 200',
    'reactors.patch: patch /reactors/{id} 204',
    'reactors.react: post /reactors/{id}/react 200',
    'reactors.reactAsync: post /reactors/{id}/react-async 202',
    'reactors.retrieve: get /reactors/{id} 200',
    'reactors.retrieveResult: get /reactors/{id}/results/{request_id} 200',
    'reactors.update: put /reactors/{id} 200',
    'sessions.authorize: post /sessions/authorize 200',
    'sessions.create: post /sessions 201',
    'tenants.delete: delete /tenants/self 204',
    'tenants.retrieve: get /tenants/self 200',
    'tenants.retrieveUsageReport: get /tenants/self/reports/usage 200',
    'tenants.update: put /tenants/self 200',
    'tokenIntents.create: post /token-intents 201',
    'tokenIntents.delete: delete /token-intents/{id} 204',
    'tokenIntents.retrieve: get /token-intents/{id} 200',
    'tokenize: post /tokenize 200',
    'tokens.create: post /tokens 201',
    'tokens.createAssociation: post /tokens/{parent_id}/children/{child_id} 204',
    'tokens.createChild: post /tokens/{parent_id}/children 201',
    'tokens.delete: delete /tokens/{id} 204',
    'tokens.deleteAssociation: delete /tokens/{parent_id}/children/{child_id} 204',
    'tokens.list: get /tokens 200',
    'tokens.listChildren: get /tokens/{parent_id}/children 200',
    'tokens.listDecrypted: get /tokens/decrypt 200',
    'tokens.listV2: get /v2/tokens 200',
    'tokens.retrieve: get /tokens/{id} 200',
    'tokens.retrieveDecrypted: get /tokens/{id}/decrypt 200',
    'tokens.search: post /tokens/search 200',
    'tokens.searchV2: post /v2/tokens/search 200',
    'tokens.update: patch /tokens/{id} 200',
    'webhooks.create: post /webhooks 201',
    'webhooks.delete: delete /webhooks/{id} 204',
    'webhooks.deliveries.list: get /webhooks/{id}/deliveries 200',
    'webhooks.deliveries.redeliver: post /webhooks/{id}/deliveries/{delivery_id}/redeliver 201',
    'webhooks.events.list: get /webhooks/event-types 200',
    'webhooks.list: get /webhooks 200',
    'webhooks.retrieve: get /webhooks/{id} 200',
    'webhooks.signingKey.replace: post /webhooks/{id}/signing-key 201',
    'webhooks.signingKey.retrieve: get /webhooks/{id}/signing-key 200',
    'webhooks.update: put /webhooks/{id} 200',
  ]);
});

test('only routes about the key itself, what is public, and those that look at what kind of key it is, ask for no permission', () => {
  const open = all.filter(({ route }) => !route.permission).map(({ route }) => route.path);
  expect(open.toSorted()).toEqual([
    ...['/applications/key', '/enrichments/card-details', '/keys/{id}/public'],
    ...['/permissions', '/sessions', '/sessions/authorize'],
  ]);
});

test('no two routes answer the same method and path', () => {
  const served = all.map(({ route }) => `${route.method} ${route.path.replace(/\{\w+\}/g, '{}')}`);
  expect(new Set(served).size).toBe(served.length);
});

test('every declared key survives the way to camel case and back', () => {
  const keys = all.flatMap(({ route }) =>
    [route.query, route.body, route.response].flatMap((schema) => (schema ? declaredKeys(schema) : [])),
  );
  expect(keys).toContain('expiration_month');
  for (const key of keys) {
    // In camel case on the wire, as today's API has them, and in answers alone: they need no way back.
    if (['asyncReactorRequestId', 'binRange', 'binMin', 'binMax'].includes(key)) continue;
    expect(key, 'an underscore before a digit is lost, a dot divides a query key').toMatch(
      /^_?[a-z]+\d*(_[a-z]+\d*)*$/,
    );
  }
});

test('the slim table names every route, and is JSON', () => {
  const table = slim(contract);
  expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  for (const { name, route } of all) {
    const entry = name.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], table);
    expect(entry).toMatchObject({ method: route.method, path: route.path });
    const parts = route.passthrough
      ? ['passthrough']
      : (['query', 'body', 'response'] as const).filter((part) => route[part]);
    expect(Object.keys(entry as object).toSorted()).toEqual(['method', 'path', ...parts].toSorted());
  }
  expect(table.tokens).toMatchObject({
    create: { body: { privacy: {}, encryption: { cek: {}, kek: {} } } },
    list: { query: {}, response: { pagination: {}, data: { privacy: {}, encryption: { cek: {}, kek: {} } } } },
  });
  expect(table.tokenize).toMatchObject({ body: null, response: null });
});

/** The keys of declared objects, wherever they stand. */
function declaredKeys(schema: z.ZodType): string[] {
  const keys: string[] = [];
  JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), (name, value) => {
    if (name === 'properties') keys.push(...Object.keys(value));
    return value;
  });
  return keys;
}
