import { closeSync, openSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createEngines, type Engines } from './engine.ts';
import { encodeMessage, messageReader, ownFraming } from './framing.ts';
import { type Machine, startMachine } from './machine.ts';
import type { InnerLimits, Order, Turn, Walls } from './protocol.ts';

/*
 * A process in which formulas run, one call after the other. It speaks by its standard input and output alone: it reads an order,
 * does it, answers, and waits for the next.
 */

const tell = (message: unknown): void => void process.stdout.write(encodeMessage(message));

const cannotRead = (file: string): boolean => {
  try {
    closeSync(openSync(file, 'r'));
    return false;
  } catch {
    return true;
  }
};

/** Whether this process sees no network. It counts as seeing one where the system does not let it look. */
const seesNoNetwork = (): boolean => {
  try {
    return Object.keys(networkInterfaces()).length === 0;
  } catch {
    return false;
  }
};

const walls = (limited: boolean): Walls => ({
  environment: Object.keys(process.env).length === 0,
  files: cannotRead(process.execPath) && cannotRead('/'),
  processes: process.permission?.has('child') === false && process.permission.has('worker') === false,
  network: seesNoNetwork(),
  resources: limited,
});

const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});

/**
 * Milliseconds without an order after which garbage is collected, so that little of the last call is left for long, and after which the
 * memory of the engine is given up. To fill a new one takes a moment, so calls that follow each other slowly should not wait for it.
 */
const idle = { collect: 250, shrink: 5000 };

/** Obeys one order after the other; each is answered before the next comes. */
const obedience = (module: WebAssembly.Module) => {
  let ready: { limits: string; engines: Engines; machine: Promise<Machine> } | undefined;
  let machine: Machine | undefined;
  let waiting: NodeJS.Timeout[] = [];
  let limits: InnerLimits | undefined;

  /** Makes the engine for the next call, if there is none for these limits. */
  const prepare = (limits: InnerLimits): Promise<Machine> => {
    const text = JSON.stringify(limits);
    if (ready?.limits === text) return ready.machine;
    const engines = createEngines(module, limits.memory);
    ready = { limits: text, engines, machine: startMachine(engines, limits) };
    return ready.machine;
  };

  /** Goes on with an engine in a new memory, of which little is resident. The old one is collected with what calls have left. */
  const shrink = async (): Promise<void> => {
    if (!ready || !limits) return;
    ready.engines.release();
    ready.machine = startMachine(ready.engines, limits);
    await ready.machine;
    collect();
  };

  /** What the call has left goes now, and the next call finds an engine that has started. */
  const renew = async (limits: InnerLimits): Promise<void> => {
    machine = undefined;
    if (!ready) return;
    if (ready.engines.hasGrown()) collect();
    waiting = [setTimeout(collect, idle.collect).unref(), setTimeout(() => void shrink(), idle.shrink).unref()];
    ready.machine = startMachine(ready.engines, limits);
    await ready.machine;
  };

  const obey = async (order: Order): Promise<Turn> => {
    if (order.kind === 'resume') {
      if (!machine) throw new RangeError('Nothing waits.');
      return machine.resume(order.settled);
    }
    for (const timer of waiting) clearTimeout(timer);
    limits = order.limits;
    machine = await prepare(limits);
    return order.kind === 'check' ? machine.check(order.code) : machine.run(order.code, order.context);
  };

  return {
    /** Makes the engine for the first call, and leaves nothing of the making. */
    prepare: async (wanted: InnerLimits): Promise<void> => {
      limits = wanted;
      await prepare(wanted);
      await shrink();
    },
    obey: async (order: Order): Promise<void> => {
      const turn = await obey(order);
      tell(turn);
      if (turn.end !== undefined && limits) await renew(limits);
    },
  };
};

const [, , form, wanted] = process.argv;
const wasm = fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
const { prepare, obey } = obedience(new WebAssembly.Module(readFileSync(wasm)));
// The first call finds an engine as well, and its processor time is its own.
if (wanted !== undefined) await prepare(JSON.parse(wanted));
let before = Promise.resolve();
const read = messageReader((order) => {
  before = before.then(() => obey(order as Order));
}, ownFraming);
process.stdin.on('data', read).on('end', () => process.exit(0));
tell({ walls: walls(form === 'limited') });
