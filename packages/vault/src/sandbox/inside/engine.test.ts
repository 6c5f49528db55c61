import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createEngines, type Engines, wipe } from './engine.ts';
import { startMachine } from './machine.ts';
import type { InnerLimits } from './protocol.ts';

const megabyte = 1024 * 1024;
const limits: InnerLimits = {
  memory: 64 * megabyte,
  processor: 5000,
  answer: 100_000,
  lines: 5,
  requests: 3,
  timers: 4,
};
const wasm = new WebAssembly.Module(
  readFileSync(fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))),
);

/** Calls one after the other, as in one process. Gives what they gave back. */
const calls = (engines = createEngines(wasm, limits.memory)) => ({
  engines,
  run: async (body: string, context: unknown = {}) => {
    const machine = await startMachine(engines, limits);
    const { end } = machine.run(`module.exports = (context) => { ${body} }`, JSON.stringify(context));
    return end?.kind === 'returned' && end.json !== undefined ? JSON.parse(end.json) : end;
  },
});

/** Whether a text stands anywhere in what engines are made in. */
const holds = (memory: WebAssembly.Memory | undefined, text: string): boolean =>
  memory !== undefined && Buffer.from(memory.buffer).includes(text);

const secret = '4242 secret of a call 4242';
const keep = 'globalThis.kept = Array.from({ length: 20_000 }, (_, n) => context.secret + n); return 1';

describe('the memory that the engine of the next call gets', () => {
  it('holds nothing of the last one', async () => {
    const { engines, run } = calls();
    expect(await run(keep, { secret })).toBe(1);
    expect(holds(engines.memory(), secret)).toBe(true);
    const before = engines.memory();
    expect(await run('return [typeof kept, 1 + 1]')).toEqual(['undefined', 2]);
    expect(engines.memory()).toBe(before);
    expect(holds(engines.memory(), secret)).toBe(false);
  });

  it('holds it, but for the wiping', async () => {
    const { engines, run } = calls(createEngines(wasm, limits.memory, () => undefined));
    await run(keep, { secret });
    await run('return 1');
    expect(holds(engines.memory(), secret)).toBe(true);
  });

  it('is a new one after a call that needed more', async () => {
    const { engines, run } = calls();
    await run('return 1');
    expect(await run(`globalThis.a = context.secret.repeat(1e6); return 1`, { secret })).toBe(1);
    expect(engines.hasGrown()).toBe(true);
    await run('return 1');
    expect(engines.hasGrown()).toBe(false);
    expect(engines.memory()?.buffer.byteLength).toBe(16 * megabyte);
    expect(holds(engines.memory(), secret)).toBe(false);
  });

  it('is written nowhere after it was wiped', async () => {
    const { engines, run } = calls();
    await run(keep, { secret });
    const memory = engines.memory();
    if (memory) wipe(memory);
    expect(new BigUint64Array(memory?.buffer ?? new ArrayBuffer(8)).every((word) => word === 0n)).toBe(true);
  });
});

describe('the instance in which the next call runs', () => {
  /** Runs a call in which a function of the engine does not return, and gives the memories before and after. */
  const interrupted = async (engines: Engines) => {
    const broken: Engines = {
      ...engines,
      make: async (door) => {
        const made = await engines.make(door);
        made.runtime.hasPendingJob = () => {
          throw new WebAssembly.RuntimeError('unreachable');
        };
        return made;
      },
    };
    const machine = await startMachine(broken, limits);
    const before = engines.memory();
    expect(machine.run('module.exports = () => 1', '{}').end).toEqual({ kind: 'stopped', by: 'engine' });
    await startMachine(engines, limits);
    return { before, after: engines.memory() };
  };

  it('is another one where a call into the last one has not returned', async () => {
    const { before, after } = await interrupted(createEngines(wasm, limits.memory));
    expect(after).not.toBe(before);
  });

  it('would be the same, if the machine did not say so', async () => {
    const { before, after } = await interrupted({ ...createEngines(wasm, limits.memory), release: () => undefined });
    expect(after).toBe(before);
  });
});

describe('an engine that is copied from the first', () => {
  it('runs as often as wanted, in one memory', async () => {
    const { engines, run } = calls();
    await run('return 1');
    const memory = engines.memory();
    for (let n = 0; n < 30; n += 1) {
      expect(await run('return [context.n, globalThis.seen ??= context.n, new Map([[1, 2]]).get(1)]', { n })).toEqual([
        n,
        n,
        2,
      ]);
      expect(await run('throw new TypeError("no")')).toMatchObject({ kind: 'thrown' });
    }
    expect(engines.memory()).toBe(memory);
  });

  it('finds the same world, whatever the one before has changed in its own', async () => {
    const { run } = calls();
    const world = `const names = (o) => Reflect.ownKeys(o).map(String);
      return [names(globalThis), names(Object.prototype), names(Array.prototype), names(require('crypto')), String(Math.max)]`;
    const first = await run(world);
    await run(
      `Object.prototype.x = 1; Array.prototype.map = null; JSON.parse = null; Math.max = null; delete globalThis.fetch;
      require('crypto').createHash = null; return 1`,
    );
    expect(await run(world)).toEqual(first);
  });

  it('draws other random numbers', async () => {
    const { run } = calls();
    const draw = 'return [Math.random(), Math.random(), require("uuid").v4()]';
    const drawn = [await run(draw), await run(draw), await run(draw)].flat();
    expect(new Set(drawn).size).toBe(9);
    const many: number[] = await run('return Array.from({ length: 500 }, Math.random)');
    expect(new Set(many).size).toBe(500);
    expect(many.every((number) => number >= 0 && number < 1)).toBe(true);
  });
});
