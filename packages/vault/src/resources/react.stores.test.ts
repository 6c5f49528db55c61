import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDestinations } from '../egress/allow-list.ts';
import { certificateAuthority } from '../egress/testing/certificates.ts';
import { startDestination } from '../egress/testing/destinations.ts';
import { testEgress } from '../egress/testing/test-egress.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const authority = certificateAuthority();
const number = '4242424242424242';
const card = { number, expiration_month: 3, expiration_year: 2030, cvc: '947' };
const uses = ['pci', 'bank', 'general'].map((classification) => `token:${classification}:use:reactor`);

let rig: Rig;
let acquirer: Awaited<ReturnType<typeof startDestination>>;
let received: { path: string; authorization: string | undefined; body: string }[] = [];
/** Creates and reads. */
let key: string;
/** Only uses. */
let user: string;
let manager: string;

beforeAll(async () => {
  acquirer = await startDestination(
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { url: path = '', headers } = request;
      received.push({ path, authorization: headers.authorization, body: Buffer.concat(chunks).toString() });
      response.writeHead(Number(path.slice(1)) || 201, { 'content-type': 'application/json', 'set-cookie': 'a=b' });
      response.end(JSON.stringify({ id: 'charge_1' }));
    },
    authority.issue(['localhost']),
  );
  const { port } = acquirer;
  rig = await startRig({
    egress: testEgress({
      ca: [authority.cert],
      destinations: parseDestinations(`localhost:${port}, *`),
    }),
    sandbox: createSandbox({ limits: { processor: 2000, processes: 2, spare: 0 } }),
  });
  key = await rig.application('server_to_server', [...allTokens(), ...uses]);
  user = await rig.application('server_to_server', uses);
  manager = await rig.application(
    'management',
    ['read', 'create', 'update', 'delete'].map((verb) => `reactor:${verb}`).concat('log:read', 'report:read'),
  );
}, 60_000);
afterAll(async () => {
  await rig.close();
  await acquirer.close();
});

const expected = async (answer: ReturnType<Rig['send']>, status: number) => {
  const found = await answer;
  expect({ status: found.status, text: found.text }).toMatchObject({ status });
  return found.body;
};

interface Formula {
  code: string;
  type?: string;
  parameters?: object[];
  configuration?: Record<string, unknown>;
  settings?: object[];
}

const reactor = async ({ code, type = 'card', parameters = [], configuration = {}, settings = [] }: Formula) => {
  const formula = { name: 'F', type: 'private', source_token_type: type, code, configuration: settings };
  const body = { ...formula, request_parameters: parameters };
  const { id } = await expected(rig.send('POST', '/reactor-formulas', { key: manager, body }), 201);
  const made = { name: 'My Reactor', formula: { id }, configuration };
  return (await expected(rig.send('POST', '/reactors', { key: manager, body: made }), 201)).id as string;
};

const newCard = async (): Promise<string> =>
  (await expected(rig.send('POST', '/atomic/cards', { key, body: { card, metadata: { order: '7' } } }), 201)).id;

const reactCard = async (code: string, more: object = {}, caller = user) => {
  const reactor_id = await reactor({ code });
  return await rig.send('POST', `/atomic/cards/${await newCard()}/react`, {
    key: caller,
    body: { reactor_id, ...more },
  });
};

const charge = (port: number, path = '') => `
  const fetch = require('node-fetch');
  module.exports = async function ({ sourceToken, configuration, requestParameters }) {
    const response = await fetch('https://localhost:${port}/${path}', {
      method: 'POST',
      headers: { Authorization: configuration.KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ number: sourceToken.data.number, cvc: sourceToken.data.cvc, amount: requestParameters.amount }),
    });
    if (!response.ok) throw Object.assign(new Error('declined ' + sourceToken.data.number), { status: response.status });
    return { raw: await response.json(), tokenize: { type: 'token', data: sourceToken.data.number, metadata: { reactor_id: 'mine', kept: 'yes' } } };
  };`;

describe('reacting with a card', { timeout: 60_000 }, () => {
  it('gives the formula the plaintext, its configuration and parameters, and the caller what it gave back', async () => {
    received = [];
    const reactor_id = await reactor({
      code: charge(acquirer.port),
      settings: [{ name: 'KEY', type: 'string' }],
      configuration: { KEY: 'sk_acquirer' },
      parameters: [{ name: 'amount', type: 'number' }],
    });
    const id = await newCard();
    const answer = await rig.send('POST', `/atomic/cards/${id}/react`, {
      key: user,
      headers: { 'BT-TRACE-ID': 'trace-1' },
      body: { reactor_id, request_parameters: { amount: '1050', undeclared: 'x' }, metadata: { invoice: '9' } },
    });
    expect({ status: answer.status, raw: answer.body.raw }).toEqual({ status: 200, raw: { id: 'charge_1' } });
    expect(received).toEqual([
      { path: '/', authorization: 'sk_acquirer', body: JSON.stringify({ number, cvc: '947', amount: 1050 }) },
    ]);
    expect(answer.body.tokens).toMatchObject({
      type: 'token',
      metadata: {
        invoice: '9',
        kept: 'yes',
        correlation_id: 'trace-1',
        reactor_id,
        reactor_name: 'My Reactor',
        source_token_id: id,
        source_token_type: 'card',
      },
    });
    expect(answer.text).not.toContain(number);
    const made = await rig.send('GET', `/tokens/${answer.body.tokens.id}`, { key });
    expect(made.body.data).toBe(number);
  });

  it('is audited as a use, before the formula runs, and counts the token as active', async () => {
    const reactor_id = await reactor({ code: 'module.exports = () => { throw 1 }' });
    const id = await newCard();
    await expected(rig.send('POST', `/atomic/cards/${id}/react`, { key: user, body: { reactor_id } }), 500);
    const logs = await expected(rig.send('GET', `/logs?entity_id=${id}`, { key: manager }), 200);
    expect(logs.data[0]).toMatchObject({ operation: 'use', entity_type: 'card', message: 'Card used' });
    const more = await expected(rig.send('GET', `/logs?entity_id=${reactor_id}`, { key: manager }), 200);
    expect(more.data[0]).toMatchObject({ operation: 'use', entity_type: 'reactor' });
    const before = await expected(rig.send('GET', '/tenants/self/reports/usage', { key: manager }), 200);
    rig.pass(40 * 24 * 60 * 60 * 1000);
    await expected(rig.send('POST', `/atomic/cards/${id}/react`, { key: user, body: { reactor_id } }), 500);
    const after = await expected(rig.send('GET', '/tenants/self/reports/usage', { key: manager }), 200);
    expect(before.token_report.monthly_active_tokens).toBeGreaterThan(0);
    expect(after.token_report.monthly_active_tokens).toBe(1);
  });

  it.each([
    ['{ raw, tokenize }', "({ raw: 1, tokenize: { a: 'x' } })", { raw: 1, tokens: { a: expect.any(String) } }],
    ['raw alone', '({ raw: { ok: true } })', { raw: { ok: true } }],
    ['a token of the older form', "({ data: 'x', metadata: { m: '1' } })", { tokens: { type: 'token' } }],
    ['any other object', "({ foo: 'bar' })", { raw: { foo: 'bar' } }],
    ['a text', "'text'", { raw: 'text' }],
    ['nothing', 'undefined', {}],
    ['null', 'null', { raw: null }],
  ])('takes %s for what it is', async (_, result, answer) => {
    const { status, body } = await reactCard(`module.exports = () => ${result}`);
    expect({ status, body }).toMatchObject({ status: 200, body: answer });
    expect(Object.keys(body).sort()).toEqual(Object.keys(answer).sort());
  });

  it.each([
    [400, 'reactor-bad-request', "new sdk.BadRequestError({ amount: 'is missing' })", { amount: ['is missing'] }],
    [401, 'reactor-authentication', 'new sdk.AuthenticationError()', { error: ['Authentication Failed'] }],
    [
      402,
      'reactor-payment-method',
      "new sdk.InvalidPaymentMethodError(['expired', 'stolen'])",
      { error: ['expired', 'stolen'] },
    ],
    [403, 'reactor-forbidden', "new sdk.AuthorizationError('no')", { error: ['no'] }],
    [429, 'reactor-rate-limited', "new sdk.RateLimitError(new Error('slow down'))", { error: ['slow down'] }],
    [500, 'reactor-failed', 'new sdk.ReactorRuntimeError()', { error: ['Reactor Runtime Error'] }],
    [503, 'reactor-unavailable', 'new sdk.ServiceUnavailableError()', { error: ['Service Unavailable'] }],
    [
      400,
      'reactor-bad-request',
      "new sdk.BadRequestError('not ' + c.sourceToken.data.number)",
      { error: ['not [redacted]'] },
    ],
    [401, 'reactor-authentication', 'Object.assign(new Error(), { response: { status: 403 } })', undefined],
    [402, 'reactor-payment-method', 'Object.assign(new Error(), { statusCode: 402 })', undefined],
    [429, 'reactor-rate-limited', 'Object.assign(new Error(), { status: 429 })', undefined],
    [500, 'reactor-failed', 'Object.assign(new Error(), { status: 503 })', undefined],
    [500, 'reactor-failed', 'new Error(c.sourceToken.data.number)', undefined],
    [500, 'reactor-failed', 'c.sourceToken.data.number', undefined],
    [500, 'reactor-failed', '{ get status() { throw 1 } }', undefined],
    [500, 'reactor-failed', '{ name: c.sourceToken.data.number, status: 200 }', undefined],
  ])('answers %d %s for %s', async (status, type, thrown, errors) => {
    const code = `const sdk = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');
      module.exports = async (c) => { throw ${thrown} };`;
    const { body, text } = await reactCard(code);
    expect(body).toMatchObject({ status, type, ...(errors && { errors }) });
    expect(text).not.toContain(number);
  });

  it.each([
    [400, 400],
    [401, 401],
    [402, 402],
    [429, 429],
    [500, 500],
    [502, 500],
  ])('maps an acquirer that answers %d to %d', async (theirs, ours) => {
    const code = charge(acquirer.port, String(theirs)).replace('configuration.KEY', "'k'");
    const { status, text } = await reactCard(code);
    expect(status).toBe(ours);
    expect(text).not.toContain(number);
  });

  it('lets no request out but by the guarded way', async () => {
    for (const url of [
      'http://localhost/',
      'https://127.0.0.1/',
      'https://169.254.169.254/latest',
      'file:///etc/passwd',
    ]) {
      const { status, body } = await reactCard(
        `module.exports = async () => { try { await fetch('${url}'); return 'out'; } catch (error) { return error.name; } }`,
      );
      expect({ status, body }).toEqual({ status: 200, body: { raw: 'TypeError' } });
    }
  });

  it.each([
    ['a key that may only read', 403, () => rig.application('server_to_server', allTokens())],
    ['a key that may use other tokens', 403, () => rig.application('server_to_server', ['token:bank:use:reactor'])],
  ])('refuses %s', async (_, status, application) => {
    expect((await reactCard('module.exports = () => 1', {}, await application())).status).toBe(status);
  });

  it('tells an unknown token, an unknown reactor and one for other tokens apart', async () => {
    const nobody = '5b493235-6917-4307-906a-2cd6f1a90b13';
    const reactor_id = await reactor({ code: 'module.exports = () => 1' });
    const missing = await rig.send('POST', `/atomic/cards/${nobody}/react`, { key: user, body: { reactor_id } });
    expect(missing.status).toBe(404);
    const unknown = await reactCard('module.exports = () => 1', { reactor_id: nobody });
    expect(unknown.body).toMatchObject({ status: 400, errors: { reactor_id: [expect.any(String)] } });
    const other = await reactor({ code: 'module.exports = () => 1', type: 'bank' });
    expect((await reactCard('module.exports = () => 1', { reactor_id: other })).body.errors).toHaveProperty(
      'reactor_id',
    );
    const bank = await expected(
      rig.send('POST', '/atomic/banks', {
        key,
        body: { bank: { routing_number: '021000021', account_number: '1234567890' } },
      }),
      201,
    );
    const asCard = await rig.send('POST', `/atomic/cards/${bank.id}/react`, { key: user, body: { reactor_id } });
    expect(asCard.status).toBe(404);
    const asBank = await rig.send('POST', `/atomic/banks/${bank.id}/react`, { key: user, body: { reactor_id: other } });
    expect(asBank.body).toEqual({ raw: 1 });
  });

  it('runs once for one idempotency key', async () => {
    received = [];
    const code = charge(acquirer.port).replace('configuration.KEY', "'k'");
    const reactor_id = await reactor({ code });
    const path = `/atomic/cards/${await newCard()}/react`;
    const send = () =>
      rig.send('POST', path, { key: user, headers: { 'BT-IDEMPOTENCY-KEY': 'once' }, body: { reactor_id } });
    const first = await send();
    expect(await send()).toMatchObject({ status: 200, text: first.text });
    expect(received).toHaveLength(1);
  });

  it('writes what the code says to the log without anything that it was given', async () => {
    rig.lines.length = 0;
    await reactCard(
      "module.exports = ({ sourceToken: { data } }) => { console.log('charging card', data.number, [...data.number].join('-'), btoa(data.number), data.cvc); }",
    );
    const line = rig.lines.find((text) => text.includes('reactor console')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      console: [expect.stringMatching(/^charging card #{16} #-#/)],
      reactor_id: expect.any(String),
    });
    // Ids and times are digits as well, and sooner or later any three stand among them.
    const said = rig.lines.join('').replace(/[0-9a-f]{8}-?[0-9a-f-]{24,27}|[\dT:.-]+Z/g, '');
    expect(said).not.toMatch(/4242|NDI0|947/);
  });

  it('answers 422 for a formula whose code is no function any more', async () => {
    const reactor_id = await reactor({ code: 'module.exports = () => 1' });
    await rig.store.commit([
      { sql: 'update reactor_formulas set code = ? where tenant_id <> ?', parameters: ['x = ;', new Uint8Array(16)] },
    ]);
    const { body } = await rig.send('POST', `/atomic/cards/${await newCard()}/react`, {
      key: user,
      body: { reactor_id },
    });
    expect(body).toMatchObject({ status: 422, type: 'reactor-code' });
  });
});

describe('reacting with arguments', { timeout: 60_000 }, () => {
  const parameters = [
    { name: 'card.number', type: 'string' },
    { name: 'card.expiration_month', type: 'number' },
    { name: 'card.cvc', type: 'string', optional: true },
    { name: 'note', type: 'string', optional: true },
  ];
  const echo = 'module.exports = async (req) => ({ raw: { args: req.args, keys: Object.keys(req) } })';

  it('puts tokens in the places of their names, casts, and drops what is not declared', async () => {
    const id = await reactor({ code: echo, parameters });
    const token = await newCard();
    const args = {
      card: `{{ ${token} }}`,
      note: `ends in {{ ${token} | json: '$.number' | last4 }}`,
      secret: `{{${token}}}`,
    };
    const { status, body } = await rig.send('POST', `/reactors/${id}/react`, { key: user, body: { args } });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        raw: {
          args: { card: { number, expiration_month: 3, cvc: '947' }, note: 'ends in 4242' },
          keys: ['configuration', 'requestParameters', 'args', 'metadata'],
        },
      },
    });
  });

  it.each([
    [{ card: { number: '1', expiration_month: '12' } }, undefined],
    [{ card: { number: 1, expiration_month: 12 } }, undefined],
    [{ card: { number: '1' } }, ['args.card.expiration_month']],
    [{ card: { number: '1', expiration_month: 'May' } }, ['args.card.expiration_month']],
    [{ card: { number: {}, expiration_month: 1 } }, ['args.card.number']],
    [{}, ['args.card.expiration_month', 'args.card.number']],
    ['text', ['args']],
    [undefined, ['args.card.expiration_month', 'args.card.number']],
    [{ card: '{{ 5b493235-6917-4307-906a-2cd6f1a90b13 }}' }, []],
    [{ card: '{{ 4242424242424242 | last4 }}' }, []],
    [{ card: '{{ x | nonsense }}' }, ['args.card']],
  ])('reads %j', async (args, errors) => {
    const id = await reactor({ code: echo, parameters });
    const { status, body, text } = await rig.send('POST', `/reactors/${id}/react`, { key: user, body: { args } });
    expect(status).toBe(errors ? 400 : 200);
    if (errors) expect(Object.keys(body.errors ?? {}).sort()).toEqual(errors);
    expect(text).not.toContain(number);
  });

  it('refuses tokens that the key may not use', async () => {
    const id = await reactor({ code: echo, parameters });
    const bankOnly = await rig.application('server_to_server', ['token:bank:use:reactor']);
    const args = { card: `{{ ${await newCard()} }}` };
    expect((await rig.send('POST', `/reactors/${id}/react`, { key: bankOnly, body: { args } })).status).toBe(403);
    const none = await rig.application('server_to_server', allTokens());
    expect((await rig.send('POST', `/reactors/${id}/react`, { key: none, body: { args } })).status).toBe(403);
  });

  it('takes JSON under the content type of forms and under none, as cURL sends it', async () => {
    const id = await reactor({ code: echo });
    for (const type of ['application/x-www-form-urlencoded', '']) {
      const headers: Record<string, string> = { 'Content-Type': type };
      const { status } = await rig.send('POST', `/reactors/${id}/react`, { key: user, headers, body: { args: {} } });
      expect(status).toBe(200);
    }
    const headers = { 'Content-Type': 'application/xml' };
    expect((await rig.send('POST', `/reactors/${id}/react`, { key: user, headers, body: {} })).status).toBe(415);
  });

  it('keeps names that mean something in the language as plain names', async () => {
    const id = await reactor({
      code: 'module.exports = ({ args }) => ({ raw: [args, typeof ({}).polluted] })',
      parameters: [{ name: 'a.__proto__.polluted', type: 'string' }],
    });
    const body = '{"args":{"a":{"__proto__":{"polluted":"yes"}}}}';
    const answer = await rig.send('POST', `/reactors/${id}/react`, { key: user, body });
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 200) expect(answer.text).toContain('"undefined"');
  });
});

describe('twenty reactors that run away', { timeout: 60_000 }, () => {
  it('leave reads answering, and end with the sandbox', async () => {
    const runaways = createSandbox({
      limits: { processor: 30_000, processes: 4, perTenant: 4, waiting: 20, spare: 0 },
    });
    const own = await startRig({ sandbox: runaways });
    const caller = await own.application('server_to_server', [...allTokens(), ...uses]);
    const manage = ['reactor:create', 'reactor:read'];
    const owner = await own.application('management', manage);
    const formula = {
      name: 'F',
      type: 'private',
      source_token_type: 'card',
      code: 'module.exports = () => { for (;;); }',
    };
    const { body: made } = await own.send('POST', '/reactor-formulas', { key: owner, body: formula });
    const { body: runaway } = await own.send('POST', '/reactors', {
      key: owner,
      body: { name: 'R', formula: { id: made.id } },
    });
    const { body: token } = await own.send('POST', '/atomic/cards', { key: caller, body: { card } });
    let ended = 0;
    const running = Array.from({ length: 20 }, async () => {
      const { status } = await own.send('POST', `/reactors/${runaway.id}/react`, { key: caller, body: {} });
      ended += 1;
      return status;
    });
    while (runaways.processes() < 4) await new Promise(setImmediate);
    for (let n = 0; n < 20; n += 1) {
      expect((await own.send('GET', `/tokens/${token.id}`, { key: caller })).body.data.number).toBe(number);
    }
    expect(ended).toBe(0);
    await runaways.close();
    // Those that ran failed; those that waited were never begun.
    expect([...new Set(await Promise.all(running))].sort()).toEqual([500, 503]);
    await own.close();
  });
});
