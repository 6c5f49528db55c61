import { type CallName, type CallOptions, Failure } from '@tessera/bridge';
import { findSibling, type Sibling, siblingBy } from '../siblings/find-sibling.ts';
import type { Handle } from '../siblings/handle.ts';
import type { Part } from '../siblings/part.ts';
import type { Vault } from '../vault.ts';
import type { CallGuards } from './call-guards.ts';
import { type CallKind, callKinds } from './call-kinds.ts';
import { checkFields, type Filled, fill, incompleteParts, tokenReferences } from './fill.ts';
import { keptKey } from './kept-key.ts';
import type { createOnce } from './once.ts';
import { referencesIn } from './payload.ts';

/** What calls depend on. */
export interface CallContext {
  readonly window: Window;
  /** This frame as its siblings see it. */
  readonly handle: Handle;
  readonly vault: Vault;
  readonly once: ReturnType<typeof createOnce>;
  readonly guards: CallGuards;
  /** Whether the operator allows pages to send expressions over data. */
  readonly takesExpressions: boolean;
}

/** The method `call` of a frame: makes the call of a name. */
export const createCallMethod = (context: CallContext) => {
  const send = createCallSender(context);
  return async (name: CallName, payload: unknown, options: CallOptions): Promise<unknown> => {
    if (!Object.hasOwn(callKinds, name)) throw new Failure('method-not-allowed');
    return send(callKinds[name], payload, options);
  };
};

/**
 * Sends a payload with values in place of its references. Everything is checked before anything is read: the payload before a sibling is
 * asked, and all siblings before the first value is read.
 */
export const createCallSender = ({ window, handle, vault, once, guards, takesExpressions }: CallContext) => {
  const find = (id: string): Sibling =>
    id === handle.id ? siblingBy(handle, handle.identity) : findSibling(window, id, handle.identity);

  return async (kind: CallKind, payload: unknown, options: CallOptions): Promise<unknown> => {
    const body = kind.toWire(payload);
    const references = tokenReferences(referencesIn(body), kind.recordsIn(body), guards.payload, takesExpressions);
    if (references.length === 0) throw new Failure('invalid-payload', { detail: 'no element' });

    const ids = [...new Set(references.map(({ reference }) => reference.$element))];
    const siblings = new Map(ids.map((id) => [id, find(id)]));
    const parts = await readAll(siblings);
    const filled = references.map((one): Filled => ({ ...one, parts: parts.get(one.reference.$element) ?? [] }));
    checkFields(filled, guards.payload);
    const problems = incompleteParts(filled, kind.omitDataKey, guards.payload);
    if (problems) {
      for (const sibling of siblings.values()) sibling.validate();
      throw new Failure('validation-error', problems);
    }

    const revisions = [...parts].map(([id, read]) => [id, ...read.map(({ revision }) => revision)]);
    const signature = serialized([kind.path, body, revisions]);
    const text = serialized(fill(body, filled));
    await handle.checked;
    const kept = keptKey(window, handle, [kind.path, options.intent, body], [...parts.values()].flat(), guards.payload);
    const answer = await once(signature, (key) => vault.post(kind.path, text, key, options), kept);
    return kind.toPage(answer, body, guards.reply);
  };
};

/** Reads all siblings, after each of them has agreed to answer. */
const readAll = async (siblings: ReadonlyMap<string, Sibling>): Promise<Map<string, readonly Part[]>> => {
  for (const refusal of await Promise.all([...siblings.values()].map((sibling) => sibling.refusal()))) {
    if (refusal) throw new Failure(refusal);
  }
  const read = await Promise.all(
    [...siblings].map(async ([id, sibling]): Promise<[string, readonly Part[]]> => {
      const parts = await sibling.read();
      if (typeof parts === 'string') throw new Failure(parts);
      return [id, parts];
    }),
  );
  return new Map(read);
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
