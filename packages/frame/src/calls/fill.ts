import { Failure, type FailureParts, type FieldError } from '@tessera/bridge';
import type { Part } from '../siblings/part.ts';
import { fieldError } from '../view/box/box.ts';
import type { CallGuards } from './call-guards.ts';
import { type FoundReference, isUnder, mapReferences, type Path, type TokenRecord } from './payload.ts';
import { isDateFormat, writeDate } from './write-date.ts';

/** A reference with the token that its value will be part of. */
export interface TokenReference extends FoundReference {
  readonly record: TokenRecord;
  /** The path from the token's root. */
  readonly inner: Path;
}

/** The same with the inputs of the element it names. */
export interface Filled extends TokenReference {
  readonly parts: readonly Part[];
}

/** Finds the token of each reference, and refuses references outside of a token's data. */
export const tokenReferences = (
  found: readonly FoundReference[],
  records: readonly TokenRecord[],
  guards: CallGuards['payload'],
  takesExpressions: boolean,
): TokenReference[] => {
  for (const record of records) {
    const name = guards.capability(record, takesExpressions);
    if (name !== undefined) throw new Failure('capability-not-allowed', { detail: [...record.path, name].join('.') });
  }
  return found.map(({ path, reference }) => {
    const record = records.find((candidate) => isUnder(path, candidate.path));
    const inner = path.slice(record?.path.length);
    if (!record || !guards.allowedPath(inner, record)) {
      throw new Failure('reference-not-allowed', { detail: path.join('.') });
    }
    if (!guards.knownType(record)) {
      throw new Failure('unknown-token-type', { detail: [...record.path, 'type'].join('.') });
    }
    return { path, reference, record, inner };
  });
};

/** Refuses an element under a property that does not take it. */
export const checkFields = (filled: readonly Filled[], guards: CallGuards['payload']): void => {
  for (const { path, inner, reference, record, parts } of filled) {
    const detail = path.join('.');
    const { pick, format } = reference;
    if (format !== undefined && !isDateFormat(format)) throw new Failure('invalid-payload', { detail });
    const wanted = format === undefined ? pick : 'expiration_year';
    const used = wanted === undefined ? parts : parts.filter(({ data }) => Object.hasOwn(data, wanted));
    if (used.length === 0) throw new Failure('wrong-field', { detail });
    if (!used.every((part) => guards.classFloor(part, record))) throw new Failure('class-too-low', { detail });
    if (!guards.ownField(inner, used, pick, record)) throw new Failure('wrong-field', { detail });
  }
};

/** The inputs that are not complete, in the shape of the payload and as a list; nothing when all are complete. */
export const incompleteParts = (
  filled: readonly Filled[],
  omitDataKey: boolean,
  guards: CallGuards['payload'],
): FailureParts | undefined => {
  const validation: FieldError[] = [];
  const details = Object.create(null);
  for (const { record, inner, reference, parts } of filled) {
    const path = [...record.path, ...inner.slice(omitDataKey ? 1 : 0)];
    const isWhole = reference.pick === undefined && parts.length > 1;
    put(details, isWhole ? path : path.slice(0, -1), {});
    for (const { targetId, verdict, empty, data } of parts.filter((part) => !guards.complete(part))) {
      const type = verdict === 'invalid' ? verdict : 'incomplete';
      if (!validation.some((known) => known.targetId === targetId && known.type === type)) {
        validation.push(fieldError(targetId, empty ? 'empty' : type));
      }
      if (isWhole) for (const key of Object.keys(data)) put(details, [...path, key], { type });
      else put(details, path, { type });
    }
  }
  return validation.length > 0 ? { details, validation } : undefined;
};

/** Sets a path in nested records without a prototype. An object that is already at the path is kept when `value` is empty. */
const put = (target: Record<string, unknown>, path: Path, value: object): void => {
  const [key, ...rest] = path;
  if (key === undefined) return;
  const next = target[key];
  const isBranch = typeof next === 'object' && next !== null;
  if (rest.length === 0) target[key] = isBranch && Object.keys(value).length === 0 ? next : value;
  else {
    const branch: Record<string, unknown> = isBranch ? (next as Record<string, unknown>) : Object.create(null);
    target[key] = branch;
    put(branch, rest, value);
  }
};

/**
 * The body with each reference replaced by its value: that of the only input, or an object of several. References are matched by object
 * identity: a path joined to text could be made to look like another path.
 */
export const fill = (body: unknown, filled: readonly Filled[]): unknown => {
  const partsOf = new Map(filled.map(({ reference, parts }) => [reference, parts]));
  return mapReferences(body, (reference) => {
    const data: Record<string, unknown> = Object.assign({}, ...(partsOf.get(reference) ?? []).map((part) => part.data));
    if (reference.format !== undefined) return writeDate(data, reference.format);
    if (reference.pick !== undefined) return data[reference.pick];
    const values = Object.values(data);
    return values.length === 1 ? values[0] : data;
  });
};
