import { Failure } from '@tessera/bridge';
import { findSibling, type Sibling, siblingBy } from '../siblings/find-sibling.ts';
import type { Handle } from '../siblings/handle.ts';
import type { Part } from '../siblings/part.ts';
import type { CallGuards } from './call-guards.ts';
import type { CallKind } from './call-kinds.ts';
import { checkFields, type Filled, fill, incompleteParts, tokenReferences } from './fill.ts';
import { referencesIn } from './payload.ts';

/** What reading the elements of a payload depends on. */
export interface PayloadContext {
  readonly window: Window;
  /** This frame as its siblings see it. */
  readonly handle: Handle;
  readonly guards: CallGuards;
  /** Whether the operator allows pages to send expressions over data. */
  readonly takesExpressions: boolean;
}

/** A payload with the values of its elements. */
interface ReadValues {
  /** The payload with values in place of references. */
  readonly values: unknown;
  /** The inputs of each element, by its id. */
  readonly parts: ReadonlyMap<string, readonly Part[]>;
}

export type ReadPayload = (kind: Pick<CallKind, 'recordsIn' | 'omitDataKey'>, body: unknown) => Promise<ReadValues>;

/**
 * Puts values in the places of references. Everything is checked before anything is read: the payload before a sibling is asked, and all
 * siblings before the first value is read.
 */
export const createReadPayload = ({ window, handle, guards, takesExpressions }: PayloadContext): ReadPayload => {
  const find = (id: string): Sibling =>
    id === handle.id ? siblingBy(handle, handle.identity) : findSibling(window, id, handle.identity);

  return async ({ recordsIn, omitDataKey }, body) => {
    const references = tokenReferences(referencesIn(body), recordsIn(body), guards.payload, takesExpressions);
    if (references.length === 0) throw new Failure('invalid-payload', { detail: 'no element' });

    const ids = [...new Set(references.map(({ reference }) => reference.$element))];
    const siblings = new Map(ids.map((id) => [id, find(id)]));
    const parts = await readAll(siblings);
    const filled = references.map((one): Filled => ({ ...one, parts: parts.get(one.reference.$element) ?? [] }));
    checkFields(filled, guards.payload);
    const problems = incompleteParts(filled, omitDataKey, guards.payload);
    if (problems) {
      for (const sibling of siblings.values()) sibling.validate();
      throw new Failure('validation-error', problems);
    }
    return { values: fill(body, filled), parts };
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
