import * as z from 'zod';

/**
 * Which properties of an object hold declared objects or lists of them. The SDK renames the keys of declared objects to camelCase; the
 * keys of other objects (`z.record`, any JSON) belong to the user and stay as they are.
 *
 * @example
 * ```ts
 * import type { Shape } from '@tessera/contract';
 *
 * const ofToken: Shape = { privacy: {}, encryption: { cek: {}, kek: {} } };
 * ```
 */
export type Shape = { readonly [property: string]: Shape };

/**
 * The shape of a schema, or `null` when the schema declares no object.
 *
 * @throws Error when the schema is recursive.
 * @example
 * ```ts
 * import { shapeOf, schemas } from '@tessera/contract';
 *
 * shapeOf(schemas.UpdateTenant, 'input'); // { settings: {} }
 * ```
 */
export function shapeOf(schema: z.ZodType, io: 'input' | 'output'): Shape | null {
  return shapeOfJson(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
}

type Json = z.core.JSONSchema._JSONSchema;

function shapeOfJson(json: Json): Shape | null {
  if (typeof json === 'boolean') return null;
  if (json.$ref !== undefined) throw new Error(`A recursive schema has no shape: ${json.$ref}.`);
  const items = [json.items ?? []].flat();
  const parts = [...items, ...(json.anyOf ?? []), ...(json.oneOf ?? []), ...(json.allOf ?? [])];
  const own = json.properties && shapeOfProperties(json.properties);
  return [own ?? null, ...parts.map((part) => shapeOfJson(part))].reduce(merge, null);
}

function shapeOfProperties(properties: Record<string, Json>): Shape {
  const entries = Object.entries(properties).map(([name, json]) => [name, shapeOfJson(json)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Shape] => entry[1] !== null));
}

function merge(a: Shape | null, b: Shape | null): Shape | null {
  if (!a || !b) return a ?? b;
  const shared = Object.entries(b).map(([name, shape]) => [name, merge(a[name] ?? null, shape) ?? {}] as const);
  return { ...a, ...Object.fromEntries(shared) };
}
