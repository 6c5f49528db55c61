import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { VaultResponse } from '../../packages/vault/src/http/messages.ts';
import { listen, type NodeServer } from '../../packages/vault/src/node/server.ts';
import { methodOf, outcome } from '../documents/outcome.ts';
import { elided, type Pair, server } from '../documents/pair.ts';
import { stage } from '../documents/replay.ts';
import { replayed } from '../documents/table.ts';
import { openWorld, type World } from '../documents/world.ts';
import { differences } from './casing.ts';
import { type PublishedSdk, publishedSdks } from './sdks.ts';

let world: World;
let node: NodeServer;
/** What the vault has answered since a test began. */
let answered: VaultResponse[];
/** Origins to which an SDK has opened a connection since a test began. */
const asked = new Set<string>();
/** Tells an SDK's connections from those of the vault, and of other files' tests, in the same process. */
const inSdk = new AsyncLocalStorage<true>();

/** `connect` gets the options that Node has made of its arguments, in a list. */
const noteConnections = () => {
  const { connect: open } = Socket.prototype;
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
    const { host, port, path } = (Array.isArray(args[0]) ? args[0][0] : args[0]) as Record<string, unknown>;
    if (inSdk.getStore()) asked.add(path === undefined || path === null ? `http://${host}:${port}` : String(path));
    return Reflect.apply(open, this, args);
  });
};

beforeAll(async () => {
  world = await openWorld();
  const tenant = await world.newTenant();
  node = await listen({
    handle: async (request) => {
      const answer = await tenant.answer(request);
      answered.push(answer);
      return answer;
    },
    host: 'localhost',
    port: 0,
    trusted: () => false,
    drain: 0,
  });
  noteConnections();
});

afterAll(async () => {
  vi.restoreAllMocks();
  await node.close();
  await world.close();
});

/** As for our own client: every date of the documents that must lie ahead does. */
const today = '2022-01-01T00:00:00+00:00';

const badCard = { type: 'card', data: { number: '4242424242424241' } };

/** Errors of nested properties, of which the documents show none: the SDK renames their dotted names, but not always. */
const nestedErrors: Pair[] = (
  [
    ['tokens.create', '/tokens', badCard, 'data.number'],
    ['tokenize', '/tokenize', { card: badCard }, 'card.data.number'],
  ] as const
).map(([call, path, body, property]) => ({
  source: `error of a nested property, ${call}`,
  caller: server('token:pci:create'),
  request: { method: 'POST', path, body },
  call,
  args: [body],
  status: 400,
  response: { type: elided, title: elided, status: 400, detail: elided, errors: { [property]: [elided] } },
}));

/** Calls that the SDK of 2022 has, and of which the documents show none. */
const undocumented: Pair[] = [
  {
    source: 'a card in plaintext, atomicCards.retrieveDecrypted',
    caller: server('token:pci:create', 'token:pci:read:high'),
    given: [
      {
        method: 'POST',
        path: '/atomic/cards',
        body: { card: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' } },
        makes: 'c06d0789-0a38-40be-b7cc-c28a718f76f1',
      },
    ],
    request: { method: 'GET', path: '/atomic/cards/c06d0789-0a38-40be-b7cc-c28a718f76f1/decrypt' },
    call: 'atomicCards.retrieveDecrypted',
    args: ['c06d0789-0a38-40be-b7cc-c28a718f76f1'],
    status: 200,
    response: {
      id: 'c06d0789-0a38-40be-b7cc-c28a718f76f1',
      type: 'card',
      card: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' },
    },
  },
];

const documented = [...replayed(), ...undocumented];

const isLacking = ({ lacks }: PublishedSdk, call: string): boolean =>
  lacks.some((name) => call === name || call.startsWith(`${name}.`));

test('a connection of an SDK to another host would be noticed, and one of the vault or another test is not', async () => {
  asked.clear();
  const other = createServer((socket) => void socket.end()).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const call = () => once(connect({ port, host: '127.0.0.1' }).resume(), 'close');
  await call();
  expect(asked).toEqual(new Set());
  await inSdk.run(true, call);
  expect(asked).toEqual(new Set([`http://127.0.0.1:${port}`]));
  other.close();
});

describe.each(publishedSdks.map((sdk): [string, PublishedSdk] => [sdk.version, sdk]))('SDK %s', (_version, sdk) => {
  test('has every method of the documents but those that it is said to lack', async () => {
    const client = await sdk.open('key_1111111111111111111111', node.url);
    const calls = [...new Set(documented.map(({ call }) => call))];
    expect(calls.filter((call) => methodOf(client, call) === undefined)).toEqual(
      calls.filter((call) => isLacking(sdk, call)),
    );
  });

  const pairs = [...documented, ...nestedErrors].filter(
    ({ call }) => !isLacking(sdk, call) && !sdk.distorts.includes(call),
  );

  describe.each(pairs.map((pair): [string, Pair] => [pair.source, pair]))('%s', (_source, pair) => {
    test('is answered as documented', async () => {
      world.setClock(today);
      const { pair: real, key, ids, actors } = await stage(pair, await world.newTenant());
      const now = pair.at ?? today;
      world.setClock(now);
      answered = [];
      asked.clear();
      const answer = await inSdk.run(true, async () =>
        outcome(await sdk.open(pair.keyPerCall ? undefined : key, node.url), real),
      );

      // A connection of an earlier call may still be open.
      expect([...asked].filter((origin) => origin !== node.url)).toEqual([]);
      expect(answered.map(({ status }) => status)).toEqual([pair.status]);
      for (const [name, value] of Object.entries(real.responseHeaders ?? {})) {
        expect(new Headers(answered[0]?.headers).get(name), name).toBe(value);
      }
      if (pair.status < 400) expect(answer).not.toHaveProperty('failed');
      else expect(answer.failed).toMatchObject({ name: 'BasisTheoryApiError', status: pair.status });
      if (pair.status === 204) expect(answer.value).toBeUndefined();
      if (real.response === undefined) return;
      const got = pair.status < 400 ? answer.value : answer.failed?.data;
      expect(differences(sdk.casing, pair.call, real.response, got, { ids, actors, now })).toEqual([]);
    });
  });
});
