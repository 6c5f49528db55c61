import { MessagePort } from 'node:worker_threads';

/** What one thread lets another call: each takes one argument and gives a value, both of which can be cloned, or a port. */
export type Methods = Readonly<Record<string, (argument: never) => unknown>>;

type Argument<M extends Methods, Name extends keyof M> = Parameters<M[Name]>[0];
type Result<M extends Methods, Name extends keyof M> = Awaited<ReturnType<M[Name]>>;

/** The other end of a port. */
export interface Remote<Theirs extends Methods> {
  call<Name extends keyof Theirs & string>(
    name: Name,
    ...argument: Parameters<Theirs[Name]>
  ): Promise<Result<Theirs, Name>>;
  /** Calls and waits for no answer. Errors are lost, so this is for what cannot fail. */
  tell<Name extends keyof Theirs & string>(name: Name, ...argument: Parameters<Theirs[Name]>): void;
  /** Lets the other end call these. Call this at once, before a message can arrive. */
  answer<Ours extends Methods>(methods: Ours): void;
  close(): void;
}

/** An error that another thread has thrown. It has the name, message and code of the one that was thrown there. */
export class RemoteError extends Error {
  readonly code: string | undefined;

  constructor({ name, message, code }: SentError) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

/** The thread at the other end has ended. */
export class ThreadGoneError extends Error {
  override readonly name = 'ThreadGoneError';
}

interface SentError {
  name: string;
  message: string;
  code?: string;
}

type Message =
  | { name: string; argument: unknown; id?: number }
  | { id: number; value: unknown }
  | { id: number; error: SentError };

const sentError = (error: unknown): SentError => {
  if (!(error instanceof Error)) return { name: 'Error', message: typeof error };
  const { name, message } = error;
  return { name, message, ...('code' in error && typeof error.code === 'string' && { code: error.code }) };
};

/** Calls between the threads at both ends of a message channel. When one end is closed, calls that wait reject at the other. */
export const callsOn = <Theirs extends Methods>(port: MessagePort): Remote<Theirs> => {
  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let ours: Methods = {};
  let last = 0;
  let closed = false;

  const gone = () => new ThreadGoneError('The thread that was called has ended.');

  const send = (message: Message): void => {
    const handedOver = 'value' in message && message.value instanceof MessagePort ? [message.value] : [];
    port.postMessage(message, handedOver);
  };

  const run = async (name: string, argument: unknown): Promise<unknown> => await ours[name]?.(argument as never);

  port.on('message', (message: Message) => {
    if ('name' in message) {
      const { name, argument, id } = message;
      const answered = run(name, argument);
      if (id === undefined) answered.catch(() => undefined);
      else
        answered.then((value) => send({ id, value })).catch((error: unknown) => send({ id, error: sentError(error) }));
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) asked?.reject(new RemoteError(message.error));
    else asked?.resolve(message.value as never);
  });
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
  });

  return {
    call: <Name extends keyof Theirs & string>(name: Name, ...[argument]: [Argument<Theirs, Name>?]) => {
      if (closed) return Promise.reject(gone());
      const asked = Promise.withResolvers<never>();
      last += 1;
      waiting.set(last, asked);
      send({ name, argument, id: last });
      return asked.promise;
    },
    tell: (name, ...[argument]) => send({ name, argument }),
    answer: (methods) => {
      ours = methods;
    },
    close: () => port.close(),
  };
};
