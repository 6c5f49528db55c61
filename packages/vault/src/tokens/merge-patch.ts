import type { Effort } from '../effort/effort.ts';
import { namesCost } from '../expressions/costs.ts';
import { isObject, type Json } from '../expressions/json.ts';

/** A value with a patch laid over it: objects are merged, null removes, everything else replaces (RFC 7386 §2). */
export const mergePatch = (value: Json | undefined, patch: Json, effort: Pick<Effort, 'charge'>): Json => {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(value) ? Object.entries(value) : []);
  const changes = Object.entries(patch);
  effort.charge(3 * namesCost(merged.size + changes.length));
  for (const [name, change] of changes) {
    if (change === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), change, effort));
  }
  // Object.fromEntries defines own properties, so that a property named `__proto__` is one like any other.
  return Object.fromEntries(merged);
};
