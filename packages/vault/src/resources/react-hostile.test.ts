import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EffortLimits } from '../effort/effort.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { Worker } from '../sandbox/worker.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';

const number = '4242424242424242';
const walls = { environment: true, files: true, processes: true, network: true, resources: true };

/** What a process that a stranger has taken over says; set by tests. */
let said: unknown;
const takenOver = async (): Promise<Worker> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { walls, turn: async (order) => (order.kind === 'check' ? honest : said), kill: resolve, gone: promise };
};
const honest = { lines: [], wants: [], end: { kind: 'returned' } };

/** A vault, one reactor of some code, and a card. */
const world = (sandbox: ReturnType<typeof createSandbox>, effort: Partial<EffortLimits> = {}) => {
  let rig: Rig;
  let key: string;
  let manager: string;
  beforeAll(async () => {
    rig = await startRig({ place: storageInFiles(), sandbox, effort });
    key = await rig.application('server_to_server', [...allTokens(), 'token:pci:use:reactor']);
    manager = await rig.application('management', ['reactor:create', 'reactor:read']);
  }, 60_000);
  afterAll(() => rig.close());

  const make = async (path: string, body: object, by = key): Promise<string> => {
    const made = await rig.send('POST', path, { key: by, body });
    if (made.status !== 201) throw new Error(made.text);
    return made.body.id;
  };
  /** A reaction, and what the log says of it. */
  const react = async (code: string) => {
    const formula = { name: 'F', type: 'private', source_token_type: 'card', code };
    const id = await make('/reactor-formulas', { ...formula, configuration: [], request_parameters: [] }, manager);
    const reactor_id = await make('/reactors', { name: 'R', formula: { id }, configuration: {} }, manager);
    const card = { number, expiration_month: 3, expiration_year: 2030 };
    const token = await make('/tokens', { type: 'card', data: card });
    const before = rig.lines.length;
    const answer = await rig.send('POST', `/atomic/cards/${token}/react`, { key, body: { reactor_id } });
    const lines = rig.lines.slice(before);
    const logged = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    return { ...answer, lines, logged };
  };
  return { react, rig: () => rig };
};

const sdk = "const sdk = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');";
const body = (text: string) => `${sdk} module.exports = async (c) => { ${text} };`;

describe('a formula that replaces what it finds in the language', { timeout: 60_000 }, () => {
  const { react } = world(createSandbox({ limits: { processor: 2000, processes: 1, spare: 0 } }));

  it.each([
    [
      'the cutting of text, before it writes and throws six million characters',
      `String.prototype.slice = function () { return this };
       console.log('x'.repeat(6e6)); throw new sdk.BadRequestError('1'.repeat(1e6));`,
      400,
    ],
    ['the writing of JSON', 'JSON.stringify = () => ({ length: 1 }); return { paid: true };', 200],
    ['the writing of JSON by a function that throws', "JSON.stringify = () => { throw 'x' }; return 1;", 200],
    ['the reading of JSON', 'JSON.parse = () => { throw 1 }; return 1;', 200],
    [
      'the search in lists',
      "Array.prototype.find = () => 'constructor'; throw Object.assign(new Error(), { status: 402 });",
      402,
    ],
    [
      'the messages of a typed error by something that is no list',
      "const e = new sdk.BadRequestError('x'); e.errors = { a: { length: 1e9 }, __proto__: 1, b: 'told' }; throw e;",
      400,
    ],
    [
      'the messages of a typed error by a million of them',
      `const e = new sdk.BadRequestError('x'); e.errors = Array.from({ length: 1e5 }, (_, n) => 'm' + n); throw e;`,
      400,
    ],
    [
      'the status of a typed error',
      "throw Object.assign(new sdk.BadRequestError('x'), { status: 'constructor' });",
      500,
    ],
    ['what an error is called', 'throw { name: { toString: null }, status: 402 };', 402],
    ['the stack of an error', "const e = new sdk.RateLimitError(); e.stack = 'formula.js:9e9:9'; throw e;", 429],
  ])('is answered and logged: %s', async (_, text, status) => {
    const { status: got, text: told, body: answer, lines, logged } = await react(body(text));
    expect([got, logged.length, logged[0]?.status], told).toEqual([status, 1, status]);
    if (status !== 200) expect(answer.type).toMatch(/^reactor-/);
    expect(told.length).toBeLessThan(30_000);
    expect(lines.join('').length).toBeLessThan(10_000);
  });
});

describe('a formula whose result is too much work to store', { timeout: 60_000 }, () => {
  const limits = { processor: 2000, processes: 1, spare: 0 };
  const infinite = Number.POSITIVE_INFINITY;
  const guarded = world(createSandbox({ limits }));
  const unguarded = world(createSandbox({ limits }), {
    steps: infinite,
    characters: infinite,
    free: infinite,
    piece: infinite,
  });
  const code = body(`
    const index = "{{ data | pad_left: 1000000, 'x' | capitalize | last4 }}";
    return { tokenize: { type: 'token', data: 'x', search_indexes: Array(20).fill(index) } };`);

  it('is answered 422, which names the property, and without the budget it would be stored', async () => {
    const { status, body: told } = await guarded.react(code);
    expect([status, told.type]).toEqual([422, 'reactor-result']);
    expect(Object.keys(told.errors)[0]).toMatch(/search_indexes\.\d+$/);
    expect((await unguarded.react(code)).status).toBe(200);
  });
});

describe('a process that a stranger has taken over', { timeout: 60_000 }, () => {
  const { react } = world(createSandbox({ start: takenOver }));
  const thrown = (more: object) => ({
    lines: [],
    wants: [],
    end: { kind: 'thrown', thrown: { typed: true, ...more } },
  });

  it.each<[string, unknown, number]>([
    ['nothing', undefined, 500],
    ['an answer that is no text', { ...honest, end: { kind: 'returned', json: { a: 1 } } }, 500],
    ['an answer that is no JSON', { ...honest, end: { kind: 'returned', json: '{"a":' } }, 500],
    ['a line of six million characters', { ...honest, lines: ['9'.repeat(6e6)] }, 200],
    ['lines that are no texts', { ...honest, lines: [{ length: 9 }, null] }, 200],
    [
      'more requests than a formula may make',
      {
        lines: [],
        wants: Array(50)
          .fill(0)
          .map((_, id) => ({ kind: 'fetch', id, request: {} })),
      },
      500,
    ],
    ['an error without an array', thrown({ status: 400, errors: 7 }), 400],
    ['a status that every object has', thrown({ status: 'constructor', errors: {} }), 500],
    ['a status that is an object', thrown({ status: { valueOf: 1 }, errors: { a: [{}] } }), 500],
  ])('is answered and logged, whatever it says: %s', async (_, message, status) => {
    said = message;
    const { status: got, text, lines, logged } = await react(body('return 1'));
    expect([got, logged.length, logged[0]?.status], text).toEqual([status, 1, status]);
    expect(lines.join('').length).toBeLessThan(10_000);
  });
});
