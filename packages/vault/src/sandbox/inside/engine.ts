import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSEmscriptenModule,
  type QuickJSHandle,
  type QuickJSRuntime,
} from 'quickjs-emscripten-core';
import { prelude } from './guest/prelude.ts';

/** Pages of 64 KB that the engine asks for before it runs anything. */
const firstPages = 256;
const pageSize = 65_536;

/** Of the engine's own stack, far below what it has, so that deep recursion is an error of the code and not of the engine. */
const stackSize = 256 * 1024;

/** An engine with all that a formula finds there. */
export interface Engine {
  runtime: QuickJSRuntime;
  context: QuickJSContext;
  guest: QuickJSHandle;
}

/** The one function of the process that the engine can call. */
export type Door = (service: string, input: string) => string;

/** What an engine holds once everything that formulas find has been installed in it. */
interface Image {
  parts: { at: number; bytes: Uint8Array }[];
}

const zeros = Buffer.alloc(pageSize);

/** The pages of a memory in which something is written. */
const imageOf = ({ buffer }: WebAssembly.Memory): Image => {
  const pages = Array.from({ length: buffer.byteLength / pageSize }, (_, page) =>
    Buffer.from(buffer, page * pageSize, pageSize),
  );
  const written = pages.filter((page) => !page.equals(zeros));
  return { parts: written.map((page) => ({ at: page.byteOffset, bytes: Uint8Array.from(page) })) };
};

/** What these make is made once, and then lies in the image, at the same place in each engine. */
const inImage = ['QTS_NewRuntime', 'QTS_NewContext', 'QTS_NewFunction'] as const;

type Functions = Awaited<ReturnType<typeof variant.importFFI>>;

/** Functions of the engine of which those in `inImage` do their work for the first engine only, and tell the others where the result lies. */
const remembering = (Base: Functions, places: Map<string, unknown>): Functions =>
  class extends Base {
    constructor(module: QuickJSEmscriptenModule) {
      super(module);
      for (const name of inImage) {
        const make: (...given: never[]) => unknown = this[name];
        Reflect.set(this, name, (...given: never[]) => {
          if (!places.has(name)) places.set(name, make(...given));
          return places.get(name);
        });
      }
    }
  };

/** Overwrites all that a memory holds. Tests take it away, to show what it is for. */
export const wipe = (memory: WebAssembly.Memory): void => void new Uint8Array(memory.buffer).fill(0);

/**
 * Makes engines, one after the other, in a memory that cannot grow beyond a limit. What is installed in an engine was computed once, for
 * the first, and is copied from there. Memory and instance are used again after nothing of the last call is left. All that an instance
 * holds lies in its memory, which is overwritten, except for one number: the end of its stack. That is where it began when all calls into
 * the instance have returned; where one has not, call `release`. A memory that has grown is given up, since it cannot shrink.
 */
export const createEngines = (wasmModule: WebAssembly.Module, limit: number, clean = wipe) => {
  let instance: { memory: WebAssembly.Memory; module: QuickJSEmscriptenModule } | undefined;
  let image: Image | undefined;
  const places = new Map<string, unknown>();

  const hasGrown = (): boolean => instance !== undefined && instance.memory.buffer.byteLength > firstPages * pageSize;

  /** An instance in whose memory nothing is written but what every instance begins with. */
  const newInstance = async () => {
    const memory = new WebAssembly.Memory({ initial: firstPages, maximum: Math.floor(limit / pageSize) });
    const load = await newVariant(variant, { wasmModule, wasmMemory: memory }).importModuleLoader();
    if (typeof load !== 'function') throw new TypeError('The engine has no loader.');
    return { memory, module: await load() };
  };

  const install = (context: QuickJSContext, door: QuickJSHandle): QuickJSHandle => {
    const installer = context.unwrapResult(context.evalCode(prelude, 'prelude.js'));
    return context.unwrapResult(context.callFunction(installer, context.undefined, door));
  };

  return {
    make: async (door: Door): Promise<Engine> => {
      if (instance === undefined || hasGrown()) instance = await newInstance();
      else clean(instance.memory);
      const { memory, module } = instance;
      const bytes = new Uint8Array(memory.buffer);
      for (const part of image?.parts ?? []) bytes.set(part.bytes, part.at);
      const engine = await newQuickJSWASMModuleFromVariant({
        type: 'sync',
        importModuleLoader: async () => async () => module,
        importFFI: async () => remembering(await variant.importFFI(), places),
      });
      const runtime = engine.newRuntime();
      runtime.setMaxStackSize(stackSize);
      const context = runtime.newContext();
      const handle = context.newFunction('door', (service, input) =>
        context.newString(door(context.getString(service), context.getString(input))),
      );
      if (image === undefined) {
        // The code cannot reach the door, and so not what is noted at it.
        context.setProp(handle, 'guest', install(context, handle));
        image = imageOf(memory);
      }
      return { runtime, context, guest: context.getProp(handle, 'guest') };
    },
    /** Whether the last engine took more memory than the next one gets. */
    hasGrown,
    /** Gives instance and memory up: the next engine gets new ones. A memory that was wiped is resident as a whole. */
    release: (): void => {
      instance = undefined;
    },
    /** What the last engine holds, for tests. */
    memory: (): WebAssembly.Memory | undefined => instance?.memory,
  };
};

export type Engines = ReturnType<typeof createEngines>;
