import { type ErrorCode, Failure, seal } from './errors.ts';
import type { Sealed } from './protocol.ts';

type Method = (...args: never[]) => unknown;
// The mapped form, because an interface has no index signature to be tested against.
type Api<T> = { [Name in keyof T]: Method };

/** The other end of a port. */
export interface Remote<T extends Api<T>> {
  /** Calls a method there. Rejects with a `Failure`, after `timeout` milliseconds at the latest. */
  call<Name extends keyof T & string>(
    name: Name,
    timeout: number,
    ...args: Parameters<T[Name]>
  ): Promise<Awaited<ReturnType<T[Name]>>>;
  /** Calls a method there without waiting for an answer. Arguments that cannot be cloned are dropped. */
  tell<Name extends keyof T & string>(name: Name, ...args: Parameters<T[Name]>): void;
  close(): void;
}

/** A call of a method; without an id, nobody waits for the answer. */
interface Call {
  readonly id?: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The answer to the call with this id. */
type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly failure: Sealed });

const isRecord = (data: unknown): data is object => typeof data === 'object' && data !== null;

const isCall = (data: object): data is Call =>
  'name' in data && typeof data.name === 'string' && 'args' in data && Array.isArray(data.args);

const isAnswer = (data: object): data is Answer =>
  'id' in data && typeof data.id === 'number' && ('value' in data || 'failure' in data);

/**
 * Calls and answers over a port whose other end is connected in the same way. Only the methods given here can be called from there, by their
 * own names: nothing that objects inherit. What a method throws crosses as a plain record, never as an `Error`, whose message and stack could
 * quote a value.
 */
export const connectPort = <T extends Api<T>>(port: MessagePort, methods: object): Remote<T> => {
  const own = new Map(Object.entries(methods) as [string, (...args: readonly unknown[]) => unknown][]);
  const waiting = new Map<number, (answer: Answer) => void>();
  let calls = 0;
  let closed = false;

  const carryOut = async ({ id, name, args }: Call): Promise<void> => {
    const answer = (how: { value: unknown } | { failure: Sealed }) =>
      id === undefined || port.postMessage({ id, ...how } satisfies Answer);
    try {
      const method = own.get(name);
      if (!method) throw new Failure('method-not-allowed');
      answer({ value: await method(...args) });
    } catch (thrown) {
      answer({ failure: seal(thrown) });
    }
  };

  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isRecord(data)) return;
    if (isCall(data)) carryOut(data);
    else if (isAnswer(data)) waiting.get(data.id)?.(data);
  });
  port.start();

  return {
    call: (name, timeout, ...args) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Failure('frame-lost'));
        calls += 1;
        const id = calls;
        const settle = (answer: Answer) => {
          clearTimeout(timer);
          waiting.delete(id);
          if ('failure' in answer) reject(unseal(answer.failure));
          else resolve(answer.value as never);
        };
        const fail = (code: ErrorCode) => settle({ id, failure: { code } });
        const timer = setTimeout(fail, timeout, 'timeout');
        waiting.set(id, settle);
        try {
          port.postMessage({ id, name, args } satisfies Call);
        } catch {
          // Functions and DOM nodes cannot cross.
          fail('invalid-payload');
        }
      }),
    tell: (name, ...args) => {
      try {
        port.postMessage({ name, args } satisfies Call);
      } catch {
        // As above.
      }
    },
    close: () => {
      closed = true;
      port.close();
      for (const [id, settle] of waiting) settle({ id, failure: { code: 'frame-lost' } });
    },
  };
};

const isSealed = (thrown: unknown): thrown is Sealed =>
  isRecord(thrown) && 'code' in thrown && typeof thrown.code === 'string';

/** The failure that the other end sealed. Its code may be one of another build, which has no text here. */
export const unseal = (sealed: unknown): Failure => {
  if (!isSealed(sealed)) return new Failure('internal-error');
  const { code, ...parts } = sealed;
  return new Failure(code as ErrorCode, parts);
};
