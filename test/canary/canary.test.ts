import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { dataFolder, initVault, makeApplication, serveVault, type VaultProcess } from '../processes/vault-process.ts';
import { type BadRequest, badRequests, type Keys } from './bad-requests.ts';
import { type Finding, filesIn, search, searchCodes } from './search.ts';
import { cardNumbers, cvcOf, marker } from './secrets.ts';

const classifications = ['general', 'bank', 'pci', 'pii'];
const all = classifications.flatMap((name) =>
  ['create', 'read:high', 'update', 'delete', 'use:proxy'].map((may) => `token:${name}:${may}`),
);
const intents = ['token-intent:create', 'token-intent:read'];
const masked = classifications.map((name) => `token:${name}:read:low`);

interface World {
  folder: ReturnType<typeof dataFolder>;
  vault: VaultProcess;
  keys: Keys & { masked: string };
  /** Where its metrics are read. */
  metrics: string;
  acquirer: Acquirer;
}

/** A server that is sent plaintext and tells nobody. */
interface Acquirer {
  url: string;
  /** The arguments of `serve` by which the vault finds and believes it. */
  flags: string[];
  /** Everything it was sent. */
  received: string[];
  close(): Promise<void>;
}

async function openAcquirer(): Promise<Acquirer> {
  const authority = certificateAuthority();
  const received: string[] = [];
  const destination = await startDestination(
    async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      received.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
      response.statusCode = request.url?.startsWith('/declined') ? 402 : 200;
      response.end('{}');
    },
    authority.issue(['localhost']),
  );
  const folder = mkdtempSync(join(tmpdir(), 'tessera-acquirer-'));
  const ca = join(folder, 'authority.pem');
  writeFileSync(ca, authority.cert);
  return {
    url: `https://localhost:${destination.port}`,
    flags: ['--egress-ca', ca, '--allowed-destinations', `localhost:${destination.port},localhost:1,psp.example`],
    received,
    close: async () => {
      await destination.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openWorld(preload: string[] = []): Promise<World> {
  const folder = dataFolder();
  const { key } = await initVault(folder.path);
  const acquirer = await openAcquirer();
  const flags = ['--metrics-port', '0', '--elements-rate', '1000', ...acquirer.flags];
  const vault = await serveVault(folder.path, preload, flags);
  const [, metrics = ''] = /"metrics_url":"([^"]+)"/.exec(vault.output().toString()) ?? [];
  const keys = {
    management: key,
    server: await makeApplication(vault, key, 'server_to_server', [...all, ...intents]),
    masked: await makeApplication(vault, key, 'server_to_server', masked),
    elements: await makeApplication(vault, key, 'elements', ['token:pci:create', 'token-intent:create']),
  };
  return { folder, vault, keys, metrics, acquirer };
}

/** Sends JSON and gives back status and text of the answer. What is sent may be sent again, so its answer is kept, too. */
async function call({ vault }: World, key: string, method: string, path: string, body?: unknown) {
  const response = await fetch(vault.origin + path, {
    method,
    headers: {
      'bt-api-key': key,
      ...(body !== undefined && { 'content-type': 'application/json', 'bt-idempotency-key': randomUUID() }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const cardOf = (number: string) => ({ number, expiration_month: 12, expiration_year: 2030, cvc: cvcOf(number) });

/** Sends a card on in every place of a request, to destinations that take it, refuse it and cannot be reached. */
async function send({ vault, keys, acquirer }: World, token: string, number: string): Promise<void> {
  const pan = `{{ ${token} | json: '$.number' }}`;
  const through = async (url: string, filter = '') => {
    const response = await fetch(`${vault.origin}/proxy/charges?${new URLSearchParams({ pan })}`, {
      method: 'POST',
      headers: { 'bt-api-key': keys.server, 'bt-proxy-url': url, 'content-type': 'application/json', 'x-pan': pan },
      body: JSON.stringify({ card: `{{ ${token} ${filter}}}`, text: `number ${pan}` }),
    });
    const fields = [...response.headers].map((field) => field.join(': '));
    expect(search('answer of the proxy', Buffer.from(`${fields.join()}${await response.text()}`), [number])).toEqual(
      [],
    );
    return response.status;
  };
  expect(await through(acquirer.url)).toBe(200);
  expect(acquirer.received.at(-1)?.split(number)).toHaveLength(5);
  const { url } = acquirer;
  const failed = [
    through(`${url}/declined`),
    through('https://localhost:1'),
    through(url, '| first'),
    through(`${url}x`),
  ];
  expect(await Promise.all(failed)).toEqual([402, 502, 400, 400]);
}

/** Makes a token intent in a page, reads it, and makes a token of another one. */
async function intend(world: World, data: ReturnType<typeof cardOf>) {
  const { elements, server } = world.keys;
  const body = { type: 'card', data };
  const idOf = ({ text }: { text: string }) => (JSON.parse(text) as { id: string }).id;
  const [kept, spent] = [
    await call(world, elements, 'POST', '/token-intents', body),
    await call(world, elements, 'POST', '/token-intents', body),
  ];
  return [
    kept,
    await call(world, server, 'GET', `/token-intents/${idOf(kept)}`),
    await call(world, server, 'POST', '/tokens', { token_intent_id: idOf(spent) }),
  ];
}

/** Takes a number through the life of a token and of a card. Gives back the plaintext reads: they must hold the number. */
async function live(world: World, number: string): Promise<string[]> {
  const { server, masked } = world.keys;
  const card = cardOf(number);
  const made = [
    await call(world, server, 'POST', '/tokens', { type: 'card', data: card, metadata: { order: '7' } }),
    await call(world, server, 'POST', '/tokens', { type: number.length < 13 ? 'token' : 'card_number', data: number }),
    await call(world, server, 'POST', '/tokens', { type: 'token', data: { note: marker, deep: [number] } }),
    await call(world, server, 'POST', '/atomic/cards', { card }),
    await call(world, world.keys.elements, 'POST', '/tokens', { type: 'card', data: card }),
    await call(world, server, 'POST', '/tokenize', { a: number, b: [{ type: 'card', data: card }, marker] }),
    ...(await intend(world, card)),
  ];
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 200, 201, 200, 201]);
  const [token = '', bare = '', note = '', atomic = ''] = made.map(
    ({ text }) => (JSON.parse(text) as { id: string }).id,
  );
  await send(world, token, number);
  const change = await call(world, server, 'PATCH', `/atomic/cards/${atomic}`, {
    card: { ...card, expiration_year: 2031 },
  });
  expect(change.status).toBe(200);
  const hidden = await Promise.all(
    [`/tokens/${token}`, `/tokens/${bare}`, `/tokens/${note}`, `/atomic/cards/${atomic}`].map((path) =>
      call(world, masked, 'GET', path),
    ),
  );
  const answers = [...made, change, ...hidden].map(({ text }) => text).join('\n');
  expect(search('answers', Buffer.from(answers), [number, marker])).toEqual([]);
  const plain = await Promise.all(
    [`/tokens/${token}`, `/tokens/${bare}`, `/tokens/${note}`, `/atomic/cards/${atomic}`].map((path) =>
      call(world, server, 'GET', path),
    ),
  );
  const gone = await call(world, server, 'DELETE', `/tokens/${bare}`);
  expect(gone.status).toBe(204);
  return plain.map(({ text }) => text);
}

async function sendBad({ vault }: World, { method, path, headers, body }: BadRequest) {
  const response = await fetch(vault.origin + path, { method, headers, ...(body !== undefined && { body }) });
  const answered = [...response.headers].map((field) => field.join(': ')).join('\n');
  return { status: response.status, text: `${answered}\n${await response.text()}` };
}

/** Speaks to the vault below HTTP: what arrives is no request, or ends in the middle. */
async function sendRaw({ vault }: World, text: string): Promise<void> {
  const { port, hostname } = new URL(vault.origin);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => undefined).resume();
  socket.end(text);
  await closed;
}

const codes = ['947', '9471'];

/** Everything a vault leaves behind. Its root key is a secret of its own and holds nothing of anybody. */
function findings({ folder, vault, keys }: World): Finding[] {
  const secrets = [...cardNumbers, marker, ...Object.values(keys)];
  const places = [...filesIn(folder.path), { path: 'output', bytes: vault.output() }];
  return places.flatMap(({ path, bytes }) => [...search(path, bytes, secrets), ...searchCodes(path, bytes, codes)]);
}

describe('a vault that has worked and failed with twenty cards', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  }, 60_000);

  afterAll(async () => {
    await world.vault.kill();
    await world.acquirer.close();
    world.folder.remove();
  });

  test('shows them to readers of plaintext', async () => {
    for (const number of cardNumbers) {
      const plain = await live(world, number);
      expect(plain.every((text) => text.includes(number))).toBe(true);
    }
    for (const path of ['/tokens?size=100', '/atomic/cards?size=100', '/tokens?metadata.order=7']) {
      const { status, text } = await call(world, world.keys.server, 'GET', path);
      expect(status).toBe(200);
      expect(search(path, Buffer.from(text), cardNumbers)).not.toEqual([]);
    }
  }, 240_000);

  test('repeats nothing of a request that fails', async () => {
    for (const [index, number] of cardNumbers.entries()) {
      const requests = badRequests(number, world.keys);
      // All kinds of failure for the first number, one kind or another for the rest of them.
      const chosen = index === 0 ? requests : requests.filter((_, kind) => kind % cardNumbers.length === index);
      for (const request of chosen) {
        const { status, text } = await sendBad(world, request);
        expect(status, request.name).toBeGreaterThanOrEqual(400);
        expect(status, request.name).toBeLessThan(500);
        expect(search(request.name, Buffer.from(text), [number]), request.name).toEqual([]);
      }
    }
    const [number = ''] = cardNumbers;
    await sendRaw(world, `POST /tokens HTTP/1.1\r\nhost: vault\r\nnumber ${number}\r\n\r\n`);
    await sendRaw(
      world,
      `POST /tokens HTTP/1.1\r\nhost: vault\r\nbt-api-key: ${world.keys.server}\r\ncontent-length: 999\r\n\r\n{"data":"${number}`,
    );
    await sendRaw(world, `${number} ${marker}\r\n\r\n`);
  }, 60_000);

  test('tells none of them, nor any id, to whoever reads its metrics', async () => {
    const text = await (await fetch(world.metrics)).text();
    expect(text).toMatch(/route="\/tokens\/\{id\}",status="404"/);
    expect(text).toMatch(/tessera_tokens_used_total\{type="card",use="proxy"\} \d+/);
    expect(text).toMatch(/tessera_tokens_created_total\{type="card"\} \d+/);
    const bytes = Buffer.from(text);
    expect(search('metrics', bytes, [...cardNumbers, marker, ...Object.values(world.keys)])).toEqual([]);
    expect(searchCodes('metrics', bytes, codes)).toEqual([]);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/i);
  });

  test('has written neither number, code, text nor key while it runs', () => {
    expect(filesIn(world.folder.path).map(({ path }) => path)).toContainEqual(expect.stringMatching(/-wal$/));
    expect(world.vault.output().length).toBeGreaterThan(0);
    expect(findings(world)).toEqual([]);
  }, 60_000);

  test('has left none of them when it ended', async () => {
    expect(await world.vault.stop()).toBe(0);
    expect(findings(world)).toEqual([]);
  }, 60_000);
});

describe('the search itself', () => {
  test('finds in the database what is kept in clear', async () => {
    const world = await openWorld();
    const [number = ''] = cardNumbers;
    await call(world, world.keys.server, 'POST', '/tokens', {
      type: 'token',
      data: 'x',
      metadata: { note: marker, number },
    });
    expect(new Set(findings(world).map(({ secret }) => secret))).toEqual(new Set([0, cardNumbers.length]));
    await world.vault.stop();
    expect(findings(world).some(({ place }) => place.endsWith('vault.db'))).toBe(true);
    await world.acquirer.close();
    world.folder.remove();
  }, 60_000);

  test('finds in the log what a part that leaks would write', async () => {
    const world = await openWorld([fileURLToPath(new URL('leak.ts', import.meta.url))]);
    const [number = ''] = cardNumbers;
    await call(world, world.keys.server, 'POST', '/tokens', { type: 'card', data: cardOf(number) });
    await world.vault.stop();
    const found = findings(world);
    expect(new Set(found.map(({ place }) => place))).toEqual(new Set(['output']));
    expect(found.map(({ form }) => form)).toEqual(expect.arrayContaining(['plain', 'code']));
    await world.acquirer.close();
    world.folder.remove();
  }, 60_000);
});
