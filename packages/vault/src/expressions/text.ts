import { isObject, type Json, type Value } from './json.ts';
import { dataDepth, nameCost } from './limits.ts';

/** Characters as a reader counts them in code points, so that no filter cuts one in half. */
export const characters = (text: string): string[] => Array.from(text);

interface Bounds {
  charge(amount: number): void;
  fail(message: string): never;
}

/** Walks a value without recursion, so that depth and size are known before anything else walks it. */
const measure = (value: Json, { charge, fail }: Bounds): void => {
  const open: [value: Json, depth: number][] = [[value, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    if (depth > dataDepth) fail(`the value is nested deeper than ${dataDepth} levels`);
    charge(typeof node === 'string' ? node.length + 1 : 1);
    if (Array.isArray(node)) for (const entry of node) open.push([entry, depth + 1]);
    else if (isObject(node)) {
      for (const [key, entry] of Object.entries(node)) {
        charge(nameCost + key.length);
        open.push([entry, depth + 1]);
      }
    }
  }
};

/** The compact JSON form, in the order the properties came. */
export const jsonText = (value: Json, bounds: Bounds): string => {
  measure(value, bounds);
  return JSON.stringify(value);
};

/** How a value reads between other text: null as nothing, strings as they are, everything else as JSON. */
export const textOf = (value: Value, bounds: Bounds): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return bounds.fail('bytes need to_base64 or to_base16 as the last filter');
  return jsonText(value, bounds);
};
