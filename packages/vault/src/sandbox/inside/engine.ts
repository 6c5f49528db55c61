import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
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

/** What a new engine holds once everything that formulas find has been installed in it. */
interface Image {
  parts: { at: number; bytes: Uint8Array }[];
  /** Where the door lies: engines that are begun alike have everything at the same place. */
  door: number;
}

const zeros = Buffer.alloc(pageSize);

/** The pages of a memory in which something is written. */
const imageOf = ({ buffer }: WebAssembly.Memory, door: number): Image => {
  const pages = Array.from({ length: buffer.byteLength / pageSize }, (_, page) =>
    Buffer.from(buffer, page * pageSize, pageSize),
  );
  const written = pages.filter((page) => !page.equals(zeros));
  return { parts: written.map((page) => ({ at: page.byteOffset, bytes: Uint8Array.from(page) })), door };
};

/** Overwrites all that a memory holds. Tests take it away, to show what it is for. */
export const wipe = (memory: WebAssembly.Memory): void => void new Uint8Array(memory.buffer).fill(0);

/**
 * Makes engines, one after the other, in memories that cannot grow beyond a limit. Each is a new instance. What is installed in it was
 * computed once, for the first, and is copied from there: that takes a tenth of the time. The memory is used again after nothing of
 * the last call is left in it; one that has grown is given up, since it cannot shrink.
 */
export const createEngines = (wasmModule: WebAssembly.Module, limit: number, clean = wipe) => {
  let memory: WebAssembly.Memory | undefined;
  let image: Image | undefined;

  /** A memory in which nothing is written. */
  const emptyMemory = (): WebAssembly.Memory => {
    if (memory?.buffer.byteLength === firstPages * pageSize) clean(memory);
    else memory = new WebAssembly.Memory({ initial: firstPages, maximum: Math.floor(limit / pageSize) });
    return memory;
  };

  const install = (context: QuickJSContext, door: QuickJSHandle): QuickJSHandle => {
    const installer = context.unwrapResult(context.evalCode(prelude, 'prelude.js'));
    return context.unwrapResult(context.callFunction(installer, context.undefined, door));
  };

  return {
    make: async (door: Door): Promise<Engine> => {
      const wasmMemory = emptyMemory();
      const engine = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule, wasmMemory }));
      const runtime = engine.newRuntime();
      runtime.setMaxStackSize(stackSize);
      const context = runtime.newContext();
      const handle = context.newFunction('door', (service, input) =>
        context.newString(door(context.getString(service), context.getString(input))),
      );
      // The code cannot reach the door, and so not what is noted at it.
      if (image?.door === handle.value) {
        const bytes = new Uint8Array(wasmMemory.buffer);
        for (const part of image.parts) bytes.set(part.bytes, part.at);
      } else {
        context.setProp(handle, 'guest', install(context, handle));
        image ??= imageOf(wasmMemory, handle.value);
      }
      return { runtime, context, guest: context.getProp(handle, 'guest') };
    },
    /** Whether the last engine took more memory than the next one gets. */
    hasGrown: (): boolean => memory !== undefined && memory.buffer.byteLength > firstPages * pageSize,
    /** Gives the memory up: the next engine gets a new one. One that was wiped is resident as a whole, whatever is written in it. */
    release: (): void => {
      memory = undefined;
    },
    /** What the last engine holds, for tests. */
    memory: (): WebAssembly.Memory | undefined => memory,
  };
};

export type Engines = ReturnType<typeof createEngines>;
