import { CallOptions, connect, type Message, type Methods, PenpalError, PortMessenger } from 'penpal';
import { type ErrorCode, Failure, seal } from './errors.ts';
import type { Sealed } from './protocol.ts';

type Method = (...args: never[]) => unknown;
// The mapped form, because an interface has no index signature to be tested against.
type Api<T> = { [Name in keyof T]: Method };

/** The other end of a port. */
export interface Remote<T extends Api<T>> {
  /** Rejects with a `Failure`, after `timeout` milliseconds at the latest. */
  call<Name extends keyof T & string>(
    name: Name,
    timeout: number,
    ...args: Parameters<T[Name]>
  ): Promise<Awaited<ReturnType<T[Name]>>>;
  close(): void;
}

/**
 * Connects a port whose other end is connected at the same time: `methods` answer calls from there, the result calls its
 * methods.
 */
export const connectPort = async <T extends Api<T>>(port: MessagePort, methods: object): Promise<Remote<T>> => {
  const connection = connect<Methods>({
    messenger: sealedMessenger(port),
    methods: sealedMethods(methods),
  });
  const proxy = await connection.promise;
  return {
    call: async (name, timeout, ...args) => {
      // penpal types a method it does not know as `never`; every name of T is a method of the other end.
      const method = proxy[name] as unknown as (...args: unknown[]) => Promise<never>;
      try {
        return await method(...args, new CallOptions({ timeout }));
      } catch (thrown) {
        return failed(thrown);
      }
    },
    close: connection.destroy,
  };
};

/**
 * Methods as they are shown to the other end: no prototype, so that `constructor` and the like are not methods; frozen;
 * and throwing only plain records, since penpal would forward the message and stack of an error.
 */
const sealedMethods = (methods: object): Methods => {
  const shown: Methods = Object.create(null);
  for (const [name, method] of Object.entries(methods) as [string, (...args: unknown[]) => unknown][]) {
    shown[name] = async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (thrown) {
        throw seal(thrown);
      }
    };
  }
  return Object.freeze(shown);
};

/**
 * A messenger that keeps back penpal's own errors too: they quote what was sent and carry a stack. It shakes hands by itself:
 * the echo of the opening has said that the other end is there, and up to four more messages would say nothing else.
 */
const sealedMessenger = (port: MessagePort): PortMessenger => {
  const messenger = new PortMessenger({ port });
  const { sendMessage: send, addMessageHandler: add } = messenger;
  let handle: (message: Message) => void;
  messenger.addMessageHandler = (handler) => {
    handle = handler;
    add(handler);
  };
  messenger.sendMessage = (message: Message, transferables) => {
    if (message.type === 'SYN') return handle({ ...message, type: 'ACK2' });
    send(
      message.type === 'REPLY' && message.isSerializedErrorInstance
        ? { ...message, value: seal(undefined), isSerializedErrorInstance: false }
        : message,
      transferables,
    );
  };
  return messenger;
};

const penpalCodes: Readonly<Record<string, ErrorCode>> = {
  CONNECTION_DESTROYED: 'frame-lost',
  METHOD_CALL_TIMEOUT: 'timeout',
  TRANSMISSION_FAILED: 'invalid-payload',
};

const failed = (thrown: unknown): never => {
  throw thrown instanceof PenpalError ? new Failure(penpalCodes[thrown.code] ?? 'internal-error') : unseal(thrown);
};

const isSealed = (thrown: unknown): thrown is Sealed =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string';

/** The failure that the other end sealed. Its code may be one of another build, which has no text here. */
export const unseal = (thrown: unknown): Failure => {
  if (!isSealed(thrown)) return new Failure('internal-error');
  const { code, ...parts } = thrown;
  return new Failure(code as ErrorCode, parts);
};
