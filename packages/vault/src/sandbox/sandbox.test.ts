import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { handTimer } from '../egress/testing/destinations.ts';
import { messageReader, strangersFraming } from './inside/framing.ts';
import type { FetchRequest, FetchResponse } from './inside/protocol.ts';
import { SandboxBusyError } from './pool.ts';
import { createSandbox, type FormulaCall, type Outcome } from './sandbox.ts';

// Times only end what would never end by itself; nothing here waits for them but the cases that are about them.
const limits = { processor: 300, memory: 32 * 1024 * 1024, answer: 10_000, lines: 5, requests: 3, timers: 4 };
const sandbox = createSandbox({ limits: { ...limits, processes: 2, spare: 1 } });
afterAll(sandbox.close);

const ok: FetchResponse = { status: 200, headers: [['x-a', 'b']], body: { text: '{"ok":true}' } };

const call = (code: string, more: Partial<FormulaCall> = {}): FormulaCall => ({
  tenantId: 'acme',
  code,
  context: '{"secret":"4242424242424242"}',
  fetch: async () => ok,
  ...more,
});
const run = (code: string, more?: Partial<FormulaCall>) => sandbox.run(call(code, more));

/** What the body of a function gives back. */
const resultOf = async (body: string, more?: Partial<FormulaCall>): Promise<unknown> => {
  const outcome = await run(`module.exports = async (context) => { ${body} }`, more);
  expect(outcome).toMatchObject({ kind: 'returned' });
  return outcome.kind === 'returned' && outcome.json !== undefined ? JSON.parse(outcome.json) : undefined;
};

/** Ends a call as expected, and shows that the next one works. */
const expectEnd = async (code: string, end: Partial<Outcome>) => {
  expect(await run(code)).toMatchObject(end);
  expect(await run('module.exports = () => 1')).toEqual({ kind: 'returned', json: '1' });
};

const body = (text: string) => `module.exports = async (context) => { ${text} }`;

describe('code in the sandbox', { timeout: 60_000 }, () => {
  it.each([
    ["require('crypto').createHash('sha256').update('abc').digest('hex').slice(0, 8)", 'ba7816bf'],
    [
      "require('crypto').createHmac('sha-256', 'secretKeyValue').update('4242424242424242').digest('hex').slice(0, 8)",
      '90a0050e',
    ],
    ["require('crypto').timingSafeEqual(Buffer.from('a'), Buffer.from('b'))", false],
    ["[...'é€😀\\ud800'].map((c) => new TextDecoder().decode(new TextEncoder().encode(c))).join('')", 'é€😀\ufffd'],
    ["Buffer.from('é€😀').toString('base64') + Buffer.from('fbff', 'hex').toString('base64url')", 'w6nigqzwn5iA-_8'],
    ["atob(btoa('\\x00\\xff')).charCodeAt(1)", 255],
    [
      "const u = new URL('../a?x=1&y=%C3%A9', 'https://h.test/b/c'); u.searchParams.set('x', '2 3'); u.href",
      'https://h.test/a?x=2+3&y=%C3%A9',
    ],
    ["String(new URLSearchParams({ a: 'b c', d: '&' }))", 'a=b+c&d=%26'],
    ["crypto.randomUUID() === require('uuid').v4() || crypto.randomUUID().length", 36],
    ['typeof AbortController + typeof Headers + typeof require("node-fetch")', 'functionfunctionfunction'],
  ])('may say %s', async (expression, value) => {
    const last = expression.lastIndexOf('; ') + 1;
    expect(await resultOf(`${expression.slice(0, last)} return ${expression.slice(last)}`)).toBe(value);
  });

  it('sends requests by the hand of the vault alone, and gets their answers', async () => {
    const seen: FetchRequest[] = [];
    const fetch = async (request: FetchRequest) => {
      seen.push(request);
      return ok;
    };
    const text = `const r = await fetch('https://a.test/', { method: 'post', headers: { A: '1' }, body: new Uint8Array([0, 255]) });
      return [r.ok, r.headers.get('X-A'), (await r.json()).ok];`;
    expect(await resultOf(text, { fetch })).toEqual([true, 'b', true]);
    expect(seen).toEqual([{ url: 'https://a.test/', method: 'POST', headers: [['a', '1']], body: { base64: 'AP8=' } }]);
  });

  it('hears of requests that fail, of those it gives up, and of one too many', async () => {
    const fail = async () => Promise.reject(new TypeError('no way'));
    expect(
      await resultOf("return await fetch('https://a.test').catch((e) => e.name + e.message)", { fetch: fail }),
    ).toBe('TypeErrorno way');
    const aborted: boolean[] = [];
    const hang = (_: FetchRequest, signal: AbortSignal) => {
      signal.addEventListener('abort', () => aborted.push(true));
      return new Promise<FetchResponse>(() => {});
    };
    const text = `const c = new AbortController(); setTimeout(() => c.abort(), 1);
      return await fetch('https://a.test', { signal: c.signal }).catch((e) => e.name)`;
    expect(await resultOf(text, { fetch: hang })).toBe('AbortError');
    expect(aborted).toEqual([true]);
    const many =
      "return await Promise.allSettled([1, 2, 3, 4].map(() => fetch('https://a.test'))).then((l) => l.map((p) => p.status))";
    expect(await resultOf(many)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  });
});

describe('the walls', { timeout: 60_000 }, () => {
  const nothing = [
    'typeof process',
    'typeof Deno + typeof WebAssembly + typeof std + typeof os',
    "this.constructor.constructor('return typeof process')()",
    "(async () => {}).constructor('return typeof process')()",
    "(function* () {}).constructor('return typeof process')().next().value",
    "Object.getPrototypeOf(console.log).constructor('return typeof process')()",
    "fetch.constructor('return typeof process')()",
    'Reflect.ownKeys(globalThis).filter((k) => /door|host|quickjs/i.test(String(k))).length || "undefined"',
    "await import('fs').then(() => 'in', () => 'undefined')",
    "await import('node:child_process').then(() => 'in', () => 'undefined')",
    "await import('/etc/passwd').then(() => 'in', () => 'undefined')",
    "await import('file:///etc/passwd').then(() => 'in', () => 'undefined')",
    ...['fs', 'node:fs', 'net', 'child_process', 'worker_threads', 'vm', 'module', '../package.json', '__proto__'].map(
      (name) => `(() => { try { return require('${name}') && 'in' } catch { return 'undefined' } })()`,
    ),
  ];
  it.each(nothing)('hold %s', async (expression) => {
    expect(String(await resultOf(`return ${expression}`))).toMatch(/^(undefined)+$/);
  });

  it('show no path, stack or name of what is around them', async () => {
    const text = await resultOf(
      "try { null.x } catch (e) { return [e.stack, Object.getOwnPropertyNames(globalThis), String(fetch), new Error('x').stack].join() }",
    );
    expect(text).not.toMatch(/\/|node_modules|file:|\.ts|prelude.*prelude.*door/);
  });

  it('keep what code changes of the language from everything but itself', async () => {
    const text = `for (const o of [Object, Array, Promise, Map, String, Function, JSON]) for (const t of [o, o.prototype ?? {}])
      for (const k of Reflect.ownKeys(t)) try { t[k] = () => { throw new Error('patched') } } catch {}
      return 1`;
    const outcome = await run(body(text));
    expect(['returned', 'thrown', 'stuck', 'stopped']).toContain(outcome.kind);
    expect(await resultOf("return JSON.stringify({ a: [1] }) + 'a'.concat('b')")).toBe('{"a":[1]}ab');
  });

  it('leave nothing of a call to the next, of the same tenant or another', async () => {
    const leave = 'globalThis.seen = context.secret; Object.prototype.seen = 1; console.seen = 2; return typeof seen';
    expect(await resultOf(leave)).toBe('string');
    for (const tenantId of ['acme', 'other']) {
      expect(await resultOf('return [typeof seen, typeof ({}).seen, typeof console.seen]', { tenantId })).toEqual([
        'undefined',
        'undefined',
        'undefined',
      ]);
    }
  });

  it.runIf(existsSync('/proc/self/task'))(
    'put tenants into different processes, one after the other and at once',
    async () => {
      const own = createSandbox({ limits: { ...limits, processes: 1, spare: 0 } });
      const children = () =>
        readdirSync('/proc/self/task')
          .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
          .filter(Boolean);
      const before = new Set(children());
      const mine = () =>
        children().filter(
          (pid) => !before.has(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('inside/process'),
        );
      await own.run(call(body('return 1')));
      const first = mine();
      const environment = readFileSync(`/proc/${first[0]}/environ`, 'utf8');
      await own.run(call(body('return 1')));
      const again = mine();
      await own.run(call(body('return 1'), { tenantId: 'other' }));
      const second = mine();
      await own.close();
      expect([first.length, environment, second.length]).toEqual([1, '', 1]);
      expect(again).toEqual(first);
      expect(second).not.toEqual(first);
    },
  );

  it('are missed where they are not', async () => {
    const entry = fileURLToPath(new URL('./inside/process.ts', import.meta.url));
    const bare = spawn(process.execPath, ['--no-warnings', entry, 'plain'], { env: { A_KEY: 'x' } });
    const told = Promise.withResolvers<unknown>();
    bare.stdout.on('data', messageReader(told.resolve, strangersFraming));
    const walls = { environment: false, files: false, processes: false, resources: false };
    expect(await told.promise).toMatchObject({ walls });
    bare.kill();
  });

  it('are found by trying', async () => {
    const { network: _, resources: __, ...everywhere } = await sandbox.walls();
    expect(everywhere).toEqual({ environment: true, files: true, processes: true });
  });
});

describe('what takes too much', { timeout: 60_000 }, () => {
  it.each([
    ['a loop', 'for (;;);', 'processor'],
    ['a loop that catches everything', 'for (;;) { try { for (;;); } catch {} finally { continue } }', 'processor'],
    ['a loop of promises', 'for (;;) await 0;', 'processor'],
    [
      'a flood of promises',
      'const f = () => { Promise.resolve().then(f).then(f) }; f(); await new Promise(() => {});',
      'processor',
    ],
    ['a regular expression', "/^(a+)+$/.test('a'.repeat(50) + 'b')", 'processor'],
    [
      'a native function that cannot be interrupted',
      'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)',
      'processor',
    ],
    ['a sort with a comparison that loops', '[1, 2].sort(() => { for (;;); })', 'processor'],
    ['a getter in what is given back', 'return { get a() { for (;;); } }', 'processor'],
    ['arrays without end', 'const a = []; for (;;) a.push(new Array(1e5).fill(1));', 'memory'],
    ['text without end', "let s = 'x'; for (;;) s += s + s;", 'memory'],
    ['a buffer of a gigabyte', 'return new Uint8Array(2 ** 30).length', 'memory'],
    ['a long answer', "return 'x'.repeat(20_000)", 'answer'],
  ])('is stopped: %s', async (_, text, by) => {
    const code = body(text);
    const outcome = await run(code);
    // The engine may call too much memory an error of its own; what counts is that it has ended.
    const ends = by === 'memory' ? [by, 'engine', undefined] : [by];
    expect(ends).toContain(
      outcome.kind === 'stopped' ? outcome.by : outcome.kind === 'thrown' ? undefined : outcome.kind,
    );
    expect(await run('module.exports = () => 1')).toEqual({ kind: 'returned', json: '1' });
  });

  it.each([
    ['recursion', 'const f = () => f() + 1; return f()'],
    ['recursion by way of the engine', "const o = { toString() { return '' + this } }; return '' + o"],
    ['depth of what is given back', 'let o = {}; for (let i = 0; i < 1e5; i += 1) o = { o }; return o'],
    ['depth of what is parsed', "return JSON.parse('['.repeat(1e5))"],
    ['depth of a regular expression', "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).test('a')"],
  ])('ends by an error: %s', async (_, text) => {
    const outcome = await run(body(text));
    expect(['thrown', 'stopped']).toContain(outcome.kind);
    expect(await run('module.exports = () => 1')).toEqual({ kind: 'returned', json: '1' });
  });

  it('is stopped while it is loaded', async () => {
    await expectEnd('for (;;); module.exports = () => 1', { kind: 'stopped', by: 'processor' });
    await expectEnd('for (;;); export default () => 1', { kind: 'stopped', by: 'processor' });
  });

  it('ends at once when nothing is left that could settle it', async () => {
    await expectEnd(body('await new Promise(() => {})'), { kind: 'stuck' });
  });

  it('writes a few lines and no more, each of them bounded', async () => {
    const lines: string[] = [];
    await run(body("for (let i = 0; i < 1000; i += 1) console.log('x'.repeat(5000))"), {
      line: (text) => lines.push(text),
    });
    expect(lines.map(({ length }) => length)).toEqual([1000, 1000, 1000, 1000, 1000]);
  });

  it('has few timers, and none after it has ended', async () => {
    expect(
      await resultOf(
        'for (let i = 0; i < 4; i += 1) setTimeout(() => {}, 1e6); try { setTimeout(() => {}) } catch (e) { return e.name }',
      ),
    ).toBe('TypeError');
    const seen: string[] = [];
    const fetch = async ({ url }: FetchRequest) => {
      seen.push(url);
      return ok;
    };
    await run(
      body(
        "setTimeout(() => fetch('https://late.test'), 1); setInterval(() => fetch('https://late.test'), 1); return 1",
      ),
      { fetch },
    );
    expect(await resultOf("return await new Promise((done) => setTimeout(done, 20, 'timer'))", { fetch })).toBe(
      'timer',
    );
    expect(seen).toEqual([]);
  });

  it('is stopped when its time is over, whatever it waits for, and its requests with it', async () => {
    const hand = handTimer();
    const own = createSandbox({
      limits: { ...limits, wall: 7000, processes: 1, spare: 0 },
      clock: () => 0,
      after: hand.after,
    });
    let aborted = false;
    const begun = Promise.withResolvers<void>();
    const fetch = (_: FetchRequest, signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      begun.resolve();
      return new Promise<FetchResponse>(() => {});
    };
    const outcome = own.run(call(body("await fetch('https://slow.test')"), { fetch }));
    await begun.promise;
    const passing = setInterval(() => hand.elapse(7000), 5);
    expect(await outcome).toEqual({ kind: 'stopped', by: 'wall' });
    clearInterval(passing);
    expect(aborted).toBe(true);
    await own.close();
  });

  it('waits for its turn, and is refused when too much of its tenant waits', async () => {
    const own = createSandbox({ limits: { ...limits, processes: 2, perTenant: 1, waiting: 1, spare: 0 } });
    const open: (() => void)[] = [];
    const hang = () => new Promise<FetchResponse>((done) => open.push(() => done(ok)));
    const code = body("await fetch('https://slow.test'); return 1");
    const first = own.run(call(code, { fetch: hang }));
    const second = own.run(call(code));
    await expect(own.run(call(code))).rejects.toThrow(SandboxBusyError);
    expect(await own.run(call(code, { tenantId: 'other' }))).toMatchObject({ kind: 'returned' });
    while (open.length === 0) await new Promise(setImmediate);
    open[0]?.();
    expect((await Promise.all([first, second])).map(({ kind }) => kind)).toEqual(['returned', 'returned']);
    await own.close();
  });
});
