import { type ErrorCode, Failure, seal } from './errors.ts';
import type { Sealed, Told } from './protocol.ts';

type Method = (...args: never[]) => unknown;
// The mapped form, because an interface has no index signature to be tested against.
type Api<T> = { [Name in keyof T]: Method };

/** The methods of a frame, as its page calls them. */
export interface Remote<T extends Api<T>> {
  /** Calls a method there. Rejects with a `Failure`, after `timeout` milliseconds at the latest. */
  call<Name extends keyof T & string>(
    name: Name,
    timeout: number,
    ...args: Parameters<T[Name]>
  ): Promise<Awaited<ReturnType<T[Name]>>>;
  /** Carries out what the frame told in another way than over the port. */
  hear(told: unknown): void;
  close(): void;
}

/** Calls a method of the page without waiting for an answer. Arguments that cannot be cloned are dropped. */
export type Tell<T extends Api<T>> = <Name extends keyof T & string>(name: Name, ...args: Parameters<T[Name]>) => void;

/** A call of a method; without an id, nobody waits for the answer. */
interface Call extends Told {
  readonly id?: number;
}

/** The answer to the call with this id. */
type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly failure: Sealed });

/** Whether a message can be taken for a call. A name of no method is refused, whatever it is. */
const isCall = (data: unknown): data is Call => Array.isArray((data as Call | undefined)?.args);

/** The method of this name, if it is one of those given here: nothing that objects inherit. */
const methodOf = (methods: object, name: string): ((...args: readonly unknown[]) => unknown) | undefined =>
  Object.hasOwn(methods, name) ? methods[name as never] : undefined;

/**
 * The frame's end of a port: carries out the calls of the page, and tells it things. What a method throws crosses as a plain record, never as
 * an `Error`, whose message and stack could quote a value.
 */
export const answerCalls = <T extends Api<T>>(port: MessagePort, methods: object): Tell<T> => {
  const post = (message: Call | Answer) => {
    try {
      port.postMessage(message);
    } catch {
      // Functions and DOM nodes cannot cross.
      if ('value' in message) post({ id: message.id, failure: seal(undefined) });
    }
  };

  port.addEventListener('message', async ({ data }: MessageEvent<unknown>) => {
    if (!isCall(data)) return;
    const { id, name, args } = data;
    const answer = (how: { value: unknown } | { failure: Sealed }) => id === undefined || post({ id, ...how });
    try {
      const method = methodOf(methods, name);
      if (!method) throw new Failure('method-not-allowed');
      answer({ value: await method(...args) });
    } catch (thrown) {
      answer({ failure: seal(thrown) });
    }
  });
  port.start();

  return (name, ...args) => post({ name, args });
};

/** The page's end of a port: calls methods of the frame, and carries out what the frame tells it. */
export const makeCalls = <T extends Api<T>>(port: MessagePort, methods: object): Remote<T> => {
  const waiting = new Map<number, (answer: Answer) => void>();
  let calls = 0;
  let closed = false;

  const hear = (data: unknown) => {
    if (isCall(data)) methodOf(methods, data.name)?.(...data.args);
    // Nobody waits for an id that is none.
    else waiting.get((data as Answer | null)?.id ?? 0)?.(data as Answer);
  };
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => hear(data));
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
    hear,
    close: () => {
      closed = true;
      port.close();
      for (const [id, settle] of waiting) settle({ id, failure: { code: 'frame-lost' } });
    },
  };
};

/** The failure that the other end sealed. Its code may be one of another build, which has no text here. */
export const unseal = ({ code, ...parts }: Sealed): Failure => new Failure(code as ErrorCode, parts);
