import * as z from 'zod';
import { schemas } from './contract.ts';
import type { NamedRoute } from './routes.ts';

/** A part of the document. */
export type Json = { [key: string]: unknown };

/** The place of a named schema in the document. */
export const pointer = (name: string): string => `#/components/schemas/${name}`;

/** The JSON schema of a schema of the contract. */
export type Written = (schema: z.ZodType) => Json;

/** Converts all schemas at once, so that named ones are referred to and the others are written in place. */
export function writeSchemas(named: readonly NamedRoute[]): Written {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  for (const { name, route } of named) {
    for (const part of ['query', 'body', 'response'] as const) {
      const schema = route[part];
      if (schema && !registry.has(schema)) registry.add(schema, { id: [...name, part].join('.') });
    }
  }
  const json = z.toJSONSchema(registry, { uri: pointer, io: 'input', unrepresentable: 'any', override: tidy });
  return (schema) => {
    const { $id, $schema, ...written } = json.schemas[registry.get(schema)?.id ?? ''] as Json;
    return written;
  };
}

/**
 * Any JSON value. Generators of clients make a type of it that refers to itself, where a schema without a type becomes `unknown`. Lists
 * refer to nothing: TypeScript takes the type of a property that is a list of itself for an error (TS2502).
 */
export const jsonValue: Json = {
  description: 'Any JSON value.',
  anyOf: [
    ...['string', 'number', 'boolean', 'null'].map((type) => ({ type })),
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: { $ref: pointer('Json') } },
  ],
};

/**
 * Names the schema of any JSON value, with the forms that it has for some types of tokens (`forms`, given by `.meta`), says that empty
 * objects are empty, and removes what only repeats the format or the number type.
 */
const tidy = ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void => {
  const { forms, anyOf } = jsonSchema as { forms?: readonly string[]; anyOf?: unknown };
  if (forms) {
    // The reference comes from the schema that this one was made from.
    delete jsonSchema.$ref;
    delete jsonSchema.forms;
    jsonSchema.anyOf = [...forms, 'Json'].map((name) => ({ $ref: pointer(name) }));
  } else if (zodSchema._zod.def.type === 'unknown' && anyOf === undefined) {
    jsonSchema.$ref = pointer('Json');
  }
  if (jsonSchema.type === 'object' && Object.keys(jsonSchema.properties ?? { given: 1 }).length === 0) {
    jsonSchema.additionalProperties = false;
  }
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};
