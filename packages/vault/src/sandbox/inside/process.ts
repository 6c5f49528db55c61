import { closeSync, openSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
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

const walls = (limited: boolean): Walls => ({
  environment: Object.keys(process.env).length === 0,
  files: cannotRead(process.execPath) && cannotRead('/'),
  processes: process.permission?.has('child') === false && process.permission.has('worker') === false,
  network: Object.keys(networkInterfaces()).length === 0,
  resources: limited,
});

const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});

/** Obeys one order after the other; each is answered before the next comes. */
const obedience = (module: WebAssembly.Module) => {
  let ready: { limits: string; machine: Promise<Machine> } | undefined;
  let machine: Machine | undefined;
  let limits: InnerLimits | undefined;

  const machineFor = async (wanted: InnerLimits): Promise<Machine> => {
    const found = ready?.limits === JSON.stringify(wanted) ? ready.machine : startMachine(module, wanted);
    ready = undefined;
    return await found;
  };

  const obey = async (order: Order): Promise<Turn> => {
    if (order.kind === 'resume') {
      if (!machine) throw new RangeError('Nothing waits.');
      return machine.resume(order.settled);
    }
    limits = order.limits;
    machine = await machineFor(limits);
    return order.kind === 'check' ? machine.check(order.code) : machine.run(order.code, order.context);
  };

  return async (order: Order): Promise<void> => {
    const turn = await obey(order);
    tell(turn);
    if (turn.end === undefined || !limits) return;
    // What the call has left goes now, and the next call finds an engine that has started.
    machine = undefined;
    collect();
    ready = { limits: JSON.stringify(limits), machine: startMachine(module, limits) };
    await ready.machine;
  };
};

const wasm = fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
const obey = obedience(new WebAssembly.Module(readFileSync(wasm)));
let before: Promise<void> = Promise.resolve();
const read = messageReader((order) => {
  before = before.then(() => obey(order as Order));
}, ownFraming);
process.stdin.on('data', read).on('end', () => process.exit(0));
tell({ walls: walls(process.argv[2] === 'limited') });
