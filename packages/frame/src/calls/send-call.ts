import { type CallName, type CallOptions, Failure } from '@tessera/bridge';
import type { Vault } from '../vault.ts';
import { type CallKind, callKinds } from './call-kinds.ts';
import { keptKey } from './kept-key.ts';
import type { createOnce } from './once.ts';
import { createReadPayload, type PayloadContext } from './read-payload.ts';

/** What calls depend on. */
export interface CallContext extends PayloadContext {
  readonly vault: Vault;
  readonly once: ReturnType<typeof createOnce>;
}

/** The method `call` of a frame: makes the call of a name. */
export const createCallMethod = (context: CallContext) => {
  const send = createCallSender(context);
  return async (name: CallName, payload: unknown, options: CallOptions): Promise<unknown> => {
    if (name === 'tokens.encrypt') {
      const { encryptElements } = await import('./encrypt/encrypt-call.ts').catch(() => {
        throw new Failure('vault-unreachable');
      });
      return encryptElements({ ...context, readPayload: createReadPayload(context) }, payload);
    }
    if (!Object.hasOwn(callKinds, name)) throw new Failure('method-not-allowed');
    return send(callKinds[name], payload, options);
  };
};

/** Sends a payload with values in place of its references. */
export const createCallSender = (context: CallContext) => {
  const { window, handle, vault, once, guards } = context;
  const readPayload = createReadPayload(context);

  return async (kind: CallKind, payload: unknown, options: CallOptions): Promise<unknown> => {
    const body = kind.toWire(payload);
    const { values, parts } = await readPayload(kind, body);
    const revisions = [...parts].map(([id, read]) => [id, ...read.map(({ revision }) => revision)]);
    const signature = serialized([kind.path, body, revisions]);
    const text = serialized(values);
    await handle.checked();
    const kept = keptKey(window, handle, [kind.path, options.intent, body], [...parts.values()].flat(), guards.payload);
    const answer = await once(signature, (key) => vault.post(kind.path, text, key, options), kept);
    return kind.toPage(answer, body, guards.reply);
  };
};

/** The vault accepts no larger body. */
const maxLength = 1_000_000;

const serialized = (value: unknown): string => {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    throw new Failure('invalid-payload');
  }
  if (text === undefined || text.length > maxLength) throw new Failure('invalid-payload');
  return text;
};
