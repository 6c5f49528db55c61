import { createClient } from '@tessera/client';
import { createClient as createStrictClient } from '@tessera/client/strict';
import { contract, routes } from '@tessera/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mismatches } from './match.ts';
import { outcome } from './outcome.ts';
import type { Pair } from './pair.ts';
import { asRequest, origin, type Staged, stage } from './replay.ts';
import { printed, replayed } from './table.ts';
import { asSdk } from './text.ts';
import { openWorld, type Tenant, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

/** The day on which the documents are replayed: every date in them that must lie ahead does. */
const today = '2022-01-01T00:00:00+00:00';

/** The pair in a tenant of its own, at the time at which its request is made. */
async function staged(pair: Pair): Promise<Staged & { tenant: Tenant; now: string }> {
  world.setClock(today);
  const tenant = await world.newTenant();
  const ready = await stage(pair, tenant);
  const now = pair.at ?? today;
  world.setClock(now);
  return { tenant, now, ...ready };
}

describe.each(replayed().map((pair): [string, Pair] => [pair.source, pair]))('%s', (_, pair) => {
  test('over HTTP', async () => {
    const { tenant, pair: real, key, ...known } = await staged(pair);
    const response = await tenant.fetch(asRequest(real.request, key));
    const text = await response.text();
    expect(response.status, text).toBe(pair.status);
    for (const [name, value] of Object.entries(real.responseHeaders ?? {})) {
      expect(response.headers.get(name), name).toBe(value);
    }
    if (pair.status === 204) expect(text).toBe('');
    if (real.response === undefined) return;
    expect(mismatches(real.response, JSON.parse(text), known, 'wire')).toEqual([]);
  });

  test.each([
    ['client', createClient],
    ['client that checks answers', createStrictClient],
  ])('through the %s', async (_name, create) => {
    const { tenant, pair: real, key, ...known } = await staged(pair);
    const sent: Request[] = [];
    const client = create({
      ...(key !== undefined && !pair.keyPerCall && { apiKey: key }),
      apiBaseUrl: origin,
      fetch: (input, init) => {
        const request = new Request(input, init);
        sent.push(request.clone());
        return tenant.fetch(request);
      },
    });
    const answer = await outcome(client, real);
    expect(sent.length).toBe(1);
    for (const request of sent) await expectAsShown(request, real);

    if (pair.status >= 400) expect(answer).toMatchObject({ failed: { status: pair.status } });
    else expect(answer).not.toHaveProperty('failed');
    if (pair.status === 204) expect(answer.value).toBeUndefined();
    if (real.response === undefined) return;
    // What these answer is a document of the caller's.
    const isVerbatim = pair.call === 'tokenize' || pair.call.startsWith('proxy.') || pair.call.endsWith('.react');
    const shown = isVerbatim ? real.response : asSdk(real.response);
    const got = pair.status >= 400 ? answer.failed?.data : answer.value;
    expect(mismatches(shown, got, known, isVerbatim ? 'wire' : 'sdk')).toEqual([]);
  });
});

/** The client sends what the cURL sample beside its call sends. */
async function expectAsShown(request: Request, { request: shown }: Pair): Promise<void> {
  const url = new URL(request.url);
  const shownUrl = new URL(shown.path, url);
  expect(request.method).toBe(shown.method);
  expect(url.pathname).toBe(shownUrl.pathname);
  expect([...url.searchParams]).toEqual([...shownUrl.searchParams]);
  for (const [name, value] of Object.entries(shown.headers ?? {})) expect(request.headers.get(name), name).toBe(value);
  const body = await request.text();
  if (shown.body === undefined) expect(body).toBe('');
  else expect(JSON.parse(body)).toEqual(shown.body);
}

describe('the table of documented pairs', () => {
  test('covers every route of the contract', () => {
    const covered = new Set(printed.map(({ call }) => call));
    const names = routes(contract).map(({ name }) => name.join('.'));
    // The documents do not print these: the first is called by published clients of early 2022, the others are younger.
    expect(names.filter((name) => !covered.has(name)).toSorted()).toEqual([
      ...['create', 'delete', 'list', 'retrieve'].map((name) => `applicationKeys.${name}`),
      'atomicCards.retrieveDecrypted',
      'detokenize',
      'enrichments.cardDetails',
      'keys.create',
      'keys.delete',
      'keys.list',
      'keys.retrieve',
      'keys.retrievePublic',
      'proxies.create',
      'proxies.delete',
      'proxies.list',
      'proxies.patch',
      'proxies.retrieve',
      'proxies.update',
      'reactors.patch',
      'reactors.reactAsync',
      'reactors.retrieveResult',
      'tokenIntents.create',
      'tokenIntents.delete',
      'tokenIntents.retrieve',
      'tokens.listV2',
      'tokens.searchV2',
      'webhooks.create',
      'webhooks.delete',
      'webhooks.deliveries.list',
      'webhooks.deliveries.redeliver',
      'webhooks.events.list',
      'webhooks.list',
      'webhooks.retrieve',
      'webhooks.signingKey.replace',
      'webhooks.signingKey.retrieve',
      'webhooks.update',
    ]);
  });

  test('names no pair twice', () => {
    const names = printed.map(({ source }) => source);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
