import { roleNames, roles } from '@tessera/contract/console';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Outcome } from '../sandbox/sandbox.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import type { ConsoleOptions } from './console.ts';
import { consoleOf } from './testing/console-rig.ts';

// What loops or grows is ended soon; nothing else waits for these.
const sandbox = createSandbox({
  limits: { processor: 300, memory: 32 * 1024 * 1024, answer: 400_000, processes: 2, spare: 0 },
});
let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
});
afterAll(async () => {
  await rig.close();
  await sandbox.close();
});

const free = { runRate: { burst: 10_000, seconds: 1 } };

const developer = async (options: Partial<ConsoleOptions> = {}) => {
  const console = consoleOf(rig, { sandbox, guards: free, ...options });
  const { cookie, operator } = await console.operator('developer', rig.acme.tenantId);
  const run = (code: string, more: object = {}) =>
    console.call('POST', '/console/code-runs', { cookie, body: { kind: 'formula', code, ...more } });
  return { console, operator, run };
};

const marker = 'test-value-7c1f';

describe('running code with test data', { timeout: 60_000 }, () => {
  it('gives what a formula gives back, writes to its console, and how long it took', async () => {
    const { run } = await developer();
    const code = `module.exports = async ({ args, configuration, sourceToken, bt }) => {
      console.log('number', sourceToken.data.number, typeof bt);
      return { raw: [args.amount, configuration.KEY, sourceToken.type] };
    };`;
    const { status, body } = await run(code, {
      args: { amount: 7 },
      source_token: { number: '4242424242424242' },
      configuration: { KEY: 'k' },
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...{ id: expect.any(String), status: 200, body: { raw: [7, 'k', 'card'] }, thrown: null, spot: null },
        ...{ console: ['number 4242424242424242 undefined'], duration_ms: expect.any(Number) },
      },
    });
  });

  it('gives the message that a transform makes', async () => {
    const { run } = await developer();
    const args = { body: { amount: 1 }, headers: { 'x-a': '1', 'content-type': 'application/json' } };
    const code = 'module.exports = async ({ args }) => ({ body: { ...args.body, more: args.headers["x-a"] } });';
    expect((await run(code, { kind: 'transform', args })).body).toMatchObject({
      status: 200,
      body: { body: { amount: 1, more: '1' }, headers: args.headers },
    });
    expect((await run('module.exports = () => 7', { kind: 'transform', args })).body).toMatchObject({
      status: 500,
      body: { detail: 'The transform gave back something else; it has to give back { body, headers }.' },
    });
  });

  it('says in which line code fails, and what it threw', async () => {
    const { run } = await developer();
    const thrown = await run("module.exports = async () => {\n  throw new RangeError('too far');\n};");
    expect(thrown.body).toMatchObject({
      status: 500,
      thrown: { name: 'RangeError', message: 'too far' },
      spot: { line: 2 },
      body: { type: 'reactor-failed' },
    });
    const broken = await run('module.exports = () => {\n  return 1 +;\n};');
    expect(broken.body).toMatchObject({ status: 422, spot: { line: 2 }, body: { type: 'reactor-code' } });
  });

  it('reads no token: a reference stays the text that it is', async () => {
    const { run } = await developer();
    const { body: token } = await rig.send('POST', '/tokens', {
      key: await rig.application('server_to_server', ['token:general:create']),
      body: { type: 'token', data: marker },
    });
    const { body, text } = await run('module.exports = ({ args }) => args.a', { args: { a: `{{${token.id}}}` } });
    expect(body.body).toEqual({ raw: `{{${token.id}}}` });
    expect(text).not.toContain(marker);
  });

  it('tells the audit log who ran which code, and nothing of what it was tried with', async () => {
    const { run, operator, console } = await developer();
    const reactor = await rig.send('POST', '/reactors', {
      key: rig.acme.key,
      body: { name: 'Pay', code: 'module.exports = () => 1' },
    });
    const of = { type: 'reactor', id: reactor.body.id };
    const code = `module.exports = ({ args }) => { console.log(args); throw new Error(args.secret); }; // ${marker}-code`;
    const { status } = await run(code, { args: { secret: marker }, configuration: { secret: marker }, of });
    expect(status).toBe(200);
    const { body } = await rig.send('GET', `/logs?entity_type=code_run&entity_id=${of.id}`, { key: rig.acme.key });
    expect(body.data).toEqual([
      expect.objectContaining({
        ...{ actor_type: 'user', actor_id: operator.id, entity_id: of.id, operation: 'use' },
        ...{ message: 'Code run with test data', reason: expect.stringMatching(/^Code of a formula .*[0-9a-f]{64}$/) },
      }),
    ]);
    expect(JSON.stringify([body, console.lines, rig.lines])).not.toContain(marker);
  });

  it('does not say that code belongs to something of another tenant', async () => {
    const { run } = await developer();
    const other = await rig.tenant('Other');
    const { body } = await rig.send('POST', '/reactors', {
      key: other.key,
      body: { name: 'Theirs', code: 'module.exports = () => 1' },
    });
    for (const type of ['reactor', 'reactor_formula', 'proxy'])
      expect((await run('module.exports = () => 1', { of: { type, id: body.id } })).status).toBe(404);
  });

  it('refuses test data that is too long, and code that is too long', async () => {
    const { run } = await developer();
    expect(await run('module.exports = () => 1', { args: 'x'.repeat(200_001) })).toMatchObject({
      status: 400,
      body: { errors: { args: [expect.stringContaining('200000 characters')] } },
    });
    expect((await run(' '.repeat(50_001))).status).toBe(400);
  });

  it.each([
    ['loops', 'module.exports = () => { for (;;); }', { status: 500, thrown: null }],
    ['loops when it is loaded', 'for (;;);', { status: 500 }],
    ['loops in a pattern', "module.exports = () => /^(a+)+$/.test('a'.repeat(40) + 'b')", { status: 500 }],
    ['fills its memory', 'module.exports = () => { const a = []; for (;;) a.push(new Array(1e5).fill({})); }', {}],
    ['never ends', 'module.exports = () => new Promise(() => {})', { status: 500 }],
    ['throws null', 'module.exports = () => { throw null; }', { status: 500 }],
    ['throws what throws', 'module.exports = () => { throw { get message() { throw 1; }, toString: 3 }; }', {}],
    ['throws a proxy', 'module.exports = () => { throw new Proxy({}, { get() { throw 1; } }); }', {}],
    ['throws itself', 'module.exports = function f() { throw f; }', { status: 500 }],
    ['gives back what has no JSON', 'const a = {}; a.a = a; module.exports = () => a', { status: 500 }],
    ['gives back deep lists', "module.exports = () => JSON.parse('['.repeat(900) + ']'.repeat(900))", { status: 500 }],
    [
      'gives back more than is shown',
      "module.exports = () => 'x'.repeat(300000)",
      { body: { type: 'reactor-result' } },
    ],
    ['gives back more than it may', "module.exports = () => 'x'.repeat(500000)", { status: 500 }],
  ])('survives code that %s', async (_, code, expected) => {
    const { run } = await developer();
    const answer = await run(code);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject(expected);
    expect(answer.body.status).toBeGreaterThanOrEqual(400);
    expect((await run('module.exports = () => 1')).body).toMatchObject({ status: 200, body: { raw: 1 } });
  });

  it('keeps 100 lines of 1,000 characters of code that floods its console', async () => {
    const { run } = await developer();
    const { body } = await run(
      "module.exports = () => { for (let i = 0; i < 300; i += 1) console.log('y'.repeat(1500)); }",
    );
    expect(body.status).toBe(200);
    expect(body.console).toHaveLength(100);
    expect(Math.max(...body.console.map((line: string) => line.length))).toBeLessThanOrEqual(1000);
  });
});

describe('what holds it', { timeout: 60_000 }, () => {
  const one = 'module.exports = () => 1';

  it.each(roleNames)('runs nothing for a %s unless the role has the action', async (role) => {
    const try_ = async (guards: ConsoleOptions['guards']) => {
      const console = consoleOf(rig, { sandbox, guards: { ...free, ...guards } });
      const { cookie } = await console.operator(role, rig.acme.tenantId);
      return await console.call('POST', '/console/code-runs', { cookie, body: { kind: 'formula', code: one } });
    };
    const may = roles[role].actions.includes('code:run');
    expect((await try_({})).status).toBe(may ? 200 : 403);
    expect(may).toBe(['developer', 'administrator'].includes(role));
    // Without that guard, everybody could.
    expect((await try_({ hasAction: () => true })).status).toBe(200);
  });

  it('sends no request unless it was said to, and would without that guard', async () => {
    const sent: string[] = [];
    const egress: ConsoleOptions['egress'] = {
      fetch: async ({ url, tenantId }) => {
        sent.push(`${tenantId} ${url}`);
        throw new TypeError('nobody there');
      },
    };
    const code = `module.exports = async () => { await fetch('https://psp.example/'); }`;
    const silent = await developer({ egress });
    expect((await silent.run(code)).body.thrown.message).toContain('This run may send no requests.');
    expect(sent).toEqual([]);
    expect((await silent.run(code, { requests: true })).body.thrown.message).toContain('nobody there');
    const of = `${rig.acme.tenantId} https://psp.example/`;
    expect(sent).toEqual([of]);
    const open = await developer({ egress, guards: { ...free, maySend: () => true } });
    await open.run(code);
    expect(sent).toEqual([of, of]);
  });

  it('runs two at a time for a tenant, whoever asks, and would run more without that guard', async () => {
    const waiting: (() => void)[] = [];
    const slow: ConsoleOptions['sandbox'] = {
      run: () =>
        new Promise<Outcome>((resolve) => {
          waiting.push(() => resolve({ kind: 'returned', json: '1' }));
        }),
    };
    const begun = async (count: number) => {
      while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const { run } = await developer({ sandbox: slow });
    const two = [run(one), run(one)];
    await begun(2);
    const third = await run(one);
    expect({ status: third.status, wait: third.headers.get('Retry-After') }).toEqual({ status: 429, wait: '1' });
    for (const end of waiting.splice(0)) end();
    for (const answer of await Promise.all(two)) expect(answer.status).toBe(200);
    const next = run(one);
    await begun(1);
    for (const end of waiting.splice(0)) end();
    expect((await next).status).toBe(200);

    const open = await developer({ sandbox: slow, guards: { ...free, runsAtOnce: Number.POSITIVE_INFINITY } });
    const many = [run, open.run, open.run, open.run].map((each) => each(one));
    await begun(4);
    for (const end of waiting.splice(0)) end();
    for (const answer of await Promise.all(many)) expect(answer.status).toBe(200);
  });

  it('lets an operator run twenty at once and then one in two seconds, and others meanwhile', async () => {
    const quick: ConsoleOptions['sandbox'] = { run: async () => ({ kind: 'returned', json: '1' }) };
    const console = consoleOf(rig, { sandbox: quick });
    const { cookie } = await console.operator('developer', rig.acme.tenantId);
    const other = await console.operator('developer', rig.acme.tenantId);
    const run = (who: string) =>
      console.call('POST', '/console/code-runs', { cookie: who, body: { kind: 'formula', code: one } });
    for (let count = 0; count < 20; count += 1) expect((await run(cookie)).status).toBe(200);
    const refused = await run(cookie);
    expect({ status: refused.status, wait: refused.headers.get('Retry-After') }).toEqual({ status: 429, wait: '2' });
    expect((await run(other.cookie)).status).toBe(200);
    rig.pass(2000);
    expect((await run(cookie)).status).toBe(200);
  });
});
