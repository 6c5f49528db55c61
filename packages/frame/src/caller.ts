import { type CallName, type CallOptions, Failure } from '@tessera/bridge';
import type { CallGuards } from './call-guards.ts';
import { type CallKind, calls } from './calls.ts';
import { checkFields, type Filled, fill, incompleteParts, placeAll } from './fill.ts';
import { findSibling, type Sibling, siblingBy } from './find-sibling.ts';
import type { createOnce } from './once.ts';
import type { Part } from './part.ts';
import { placesIn } from './records.ts';
import type { Handle } from './siblings.ts';
import type { Vault } from './vault.ts';

export interface CallerWorld {
  readonly window: Window;
  readonly handle: Handle;
  readonly vault: Vault;
  readonly once: ReturnType<typeof createOnce>;
  readonly guards: CallGuards;
  /** Whether the operator lets pages send expressions over data. */
  readonly takesExpressions: boolean;
}

/** Calls by their names. */
export const createCaller = (world: CallerWorld) => {
  const carryOut = createSender(world);
  return async (name: CallName, payload: unknown, options: CallOptions): Promise<unknown> => {
    if (!Object.hasOwn(calls, name)) throw new Failure('method-not-allowed');
    return carryOut(calls[name], payload, options);
  };
};

/** The one call with values in it: places are judged before a sibling is asked, and all siblings before one is read. */
export const createSender = ({ window, handle, vault, once, guards, takesExpressions }: CallerWorld) => {
  const find = (id: string): Sibling =>
    id === handle.id ? siblingBy(handle, handle.identity) : findSibling(window, id, handle.identity);

  return async (kind: CallKind, payload: unknown, options: CallOptions): Promise<unknown> => {
    const body = kind.toWire(payload);
    const placed = placeAll(placesIn(body), kind.recordsIn(body), guards.payload, takesExpressions);
    if (placed.length === 0) throw new Failure('invalid-payload', { detail: 'no element' });

    const ids = [...new Set(placed.map(({ reference }) => reference.$element))];
    const siblings = new Map(ids.map((id) => [id, find(id)]));
    const parts = await readAll(siblings);
    const filled = placed.map((one): Filled => ({ ...one, parts: parts.get(one.reference.$element) ?? [] }));
    checkFields(filled, guards.payload);
    const problems = incompleteParts(filled, kind.collapse, guards.payload);
    if (problems) {
      for (const sibling of siblings.values()) sibling.validate();
      throw new Failure('validation-error', problems);
    }

    const revisions = [...parts].map(([id, read]) => [id, ...read.map(({ revision }) => revision)]);
    const signature = written([kind.path, body, revisions]);
    const text = written(fill(body, filled));
    await handle.checked;
    const answer = await once(signature, (key) => vault.post(kind.path, text, key, options));
    return kind.toPage(answer, body, guards.reply);
  };
};

/** Looks at all siblings before it reads the first. */
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

/** As large as the vault reads (design §4). */
const maxLength = 1_000_000;

const written = (value: unknown): string => {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    throw new Failure('invalid-payload');
  }
  if (text === undefined || text.length > maxLength) throw new Failure('invalid-payload');
  return text;
};
