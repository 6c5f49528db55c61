import type { FetchRequest, FetchResponse } from '../protocol.ts';
import type { Bytes } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import type { Errors } from './errors.ts';
import type { Fetch } from './fetch.ts';
import type { HostCall } from './host-call.ts';
import type { Urls } from './url.ts';
import type { VaultInCode } from './vault.ts';

/** What is installed by the other files of this folder. */
export interface Parts {
  bytes: Bytes;
  crypto: Crypto;
  errors: Errors;
  urls: Urls;
  fetch(
    begin: (request: FetchRequest) => { id: number; done: Promise<FetchResponse> },
    cancel: (id: number) => void,
  ): Fetch;
  vault(fetch: Fetch['fetch']): VaultInCode;
}

/** What an error may carry beside its name and message. */
interface Carrying {
  errors?: unknown;
  status?: unknown;
  statusCode?: unknown;
  response?: { status?: unknown };
}

/** Builds the world in which a formula finds itself, and gives the process the ways to run it. */
export const installRuntime = (host: HostCall, { bytes, crypto, errors, urls, fetch: installFetch, vault }: Parts) => {
  // Code may replace what it finds in the language, for itself alone.
  const { parse, stringify } = JSON;
  const waiting = new Map<number, { resolve(value: never): void; reject(error: unknown): void; again?: () => void }>();
  let last = 0;

  const want = <Value>(what: object) => {
    last += 1;
    const id = last;
    host('want', { ...what, id });
    const done = new Promise<Value>((resolve, reject) => waiting.set(id, { resolve, reject }));
    return { id, done };
  };
  const cancel = (id: number): void => {
    if (waiting.delete(id)) host('want', { kind: 'cancel', id });
  };

  type Run = (...values: unknown[]) => void;
  const timer = (run: Run, milliseconds = 0, ...values: unknown[]): number => {
    const delay = Math.max(0, Number(milliseconds) || 0);
    const { id, done } = want<undefined>({ kind: 'timer', milliseconds: delay });
    done.then(() => run(...values));
    return id;
  };
  const intervals = new Map<number, number>();
  const interval = (run: Run, milliseconds = 0, ...values: unknown[]): number => {
    const again = () => {
      const id = timer(() => {
        intervals.set(first, again());
        run(...values);
      }, milliseconds);
      return id;
    };
    const first = again();
    intervals.set(first, first);
    return first;
  };
  const clear = (id: number): void => {
    cancel(intervals.get(id) ?? id);
    intervals.delete(id);
  };

  const write = (...values: unknown[]): void => {
    const text = (value: unknown): string => {
      if (typeof value === 'string') return value;
      if (value instanceof Error) return `${value.name}: ${value.message}`;
      try {
        return stringify(value) ?? String(value);
      } catch {
        return String(value);
      }
    };
    host('line', values.map(text).join(' '));
  };
  const console = { log: write, info: write, warn: write, error: write, debug: write };

  const web = installFetch((request) => want<FetchResponse>({ kind: 'fetch', request }), cancel);

  const bt = vault(web.fetch);

  const globals = {
    ...bytes.globals,
    ...urls,
    ...web,
    console,
    crypto: crypto.global,
    setTimeout: timer,
    clearTimeout: clear,
    setInterval: interval,
    clearInterval: clear,
    setImmediate: (run: Run, ...values: unknown[]) => timer(run, 0, ...values),
    clearImmediate: clear,
    queueMicrotask: (run: () => void) => void Promise.resolve().then(run),
  };
  const { Buffer, TextEncoder, TextDecoder } = bytes.globals;
  const modules: Record<string, object> = {
    '@basis-theory/basis-theory-reactor-formulas-sdk-js': errors.module,
    buffer: { Buffer },
    crypto: { ...crypto.module, webcrypto: crypto.global },
    'node-fetch': Object.assign(web.fetch.bind(undefined), { default: web.fetch, ...web }),
    url: urls,
    util: { TextEncoder, TextDecoder },
    uuid: { v4: crypto.global.randomUUID },
  };
  const require = (name: unknown): unknown => {
    const plain = String(name).replace(/^node:/, '');
    const found = Object.hasOwn(modules, plain) ? modules[plain] : undefined;
    if (found) return found;
    throw new Error(`There is no module ${plain.slice(0, 100)}. There are: ${Object.keys(modules).join(', ')}.`);
  };

  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }

  Object.defineProperty(Math, 'random', { value: crypto.random, writable: true, configurable: true });

  const statusOf = ({ status, statusCode, response }: Carrying): unknown => {
    if (typeof status === 'number') return status;
    return typeof statusCode === 'number' ? statusCode : response?.status;
  };

  /** What an error says, where reading it does not throw. */
  const told = (read: () => unknown): unknown => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };

  /** The response that an error asks for; its body as text. */
  const responseOf = (error: object): unknown => {
    if (!(error instanceof errors.CustomHttpResponseError)) return undefined;
    const { status, headers, body } = error;
    const fields = Object.entries(Object(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]);
    if (typeof body === 'string' || body === undefined) return { status, headers: fields, body: body ?? '' };
    const isTyped = fields.some(([name]) => name === 'content-type');
    return {
      status,
      headers: isTyped ? fields : [...fields, ['content-type', 'application/json']],
      body: stringify(body),
    };
  };

  /** An error in a form that survives the way out. Whoever reads it checks each property and cuts it. */
  const describe = (thrown: unknown): Record<string, unknown> => {
    const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Error & Carrying;
    return {
      name: told(() => String(error.name ?? typeof thrown)),
      message: told(() => String(error.message ?? '')),
      typed: error instanceof errors.ReactorFormulaError,
      status: told(() => statusOf(error)),
      errors: told(() => parse(stringify(error.errors ?? null))),
      response: told(() => responseOf(error)),
      stack: told(() => String(error.stack ?? '')),
    };
  };

  const end = (value: unknown): void => {
    const json = stringify(value);
    host('end', json === undefined ? {} : { json });
  };
  const fail = (thrown: unknown): void => void host('thrown', describe(thrown));

  let exported: unknown;
  const module = { exports: {} as unknown };
  return {
    require,
    module,
    describe,
    /** What the code has exported: by `module.exports` or as the default of a module. */
    take: (standard: unknown): boolean => {
      const own = standard ?? module.exports;
      exported = typeof own === 'object' && own !== null && 'default' in own ? own.default : own;
      // A class cannot be called.
      return typeof exported === 'function' && !/^class\b/.test(Function.prototype.toString.call(exported));
    },
    run: (context: string): void => {
      const call = exported as (context: unknown) => unknown;
      const given = parse(context) as { bt?: unknown };
      // Code that may use the vault is told so in the place where it finds it.
      if (given.bt === true) given.bt = bt;
      void Promise.resolve()
        .then(() => call(given))
        .then(end)
        .catch(fail);
    },
    settle: (id: number, text: string): void => {
      const { value, error } = parse(text) as { value?: never; error?: string };
      const found = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) found?.resolve(value as never);
      else found?.reject(Object.assign(new TypeError(error), { code: 'FETCH_FAILED' }));
    },
  };
};
