import { isObject, type Json } from '../../expressions/json.ts';
import { TransformError } from './message.ts';

/** A key of an object or an index into a list. */
type Segment = string | number;

const segment = /\.([A-Za-z_][\w-]*)|\[(\d{1,5})\]|\[(['"])([^'"\\\]]+)\3\]/y;

/** Reads a path to one place, such as `$.cards[0].token` or `$['card']`; nothing for any other JSONPath. */
export const readLocation = (path: string): Segment[] | undefined => {
  if (!path.startsWith('$')) return undefined;
  const segments: Segment[] = [];
  segment.lastIndex = 1;
  while (segment.lastIndex < path.length) {
    const found = segment.exec(path);
    if (!found) return undefined;
    segments.push(found[2] === undefined ? (found[1] ?? found[4] ?? '') : Number(found[2]));
  }
  return segments;
};

const entryAt = (node: Json, key: Segment): Json | undefined => {
  if (Array.isArray(node)) return typeof key === 'number' ? node[key] : undefined;
  return isObject(node) && typeof key === 'string' && Object.hasOwn(node, key) ? node[key] : undefined;
};

/**
 * JSON with a value at a path. Objects on the way that are missing are made; of a list, an entry is replaced or one is added at its end.
 * Throws `TransformError` where something else stands in the way.
 */
export const putAt = (node: Json | undefined, [key, ...rest]: readonly Segment[], value: Json): Json => {
  if (key === undefined) return value;
  if (Array.isArray(node) && typeof key === 'number') {
    if (key > node.length) throw new TransformError('The location names an entry behind the end of a list.');
    return [...node.slice(0, key), putAt(node[key], rest, value), ...node.slice(key + 1)];
  }
  if (typeof key === 'number' || (node !== undefined && node !== null && !isObject(node))) {
    throw new TransformError('The location leads through something that is no object or list.');
  }
  const inner = putAt(entryAt(node ?? null, key), rest, value);
  return Object.fromEntries([...Object.entries(node ?? {}).filter(([name]) => name !== key), [key, inner]]);
};
