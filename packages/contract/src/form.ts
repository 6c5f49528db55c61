import * as z from 'zod';

/** What a schema declares of an object, as far as a request is cleaned by it before zod reads it. */
export interface Form {
  properties: ReadonlyMap<string, Property>;
  /** Whether it declares all of its properties. Maps and free JSON do not. */
  closed: boolean;
}

interface Property {
  /** Whether null is a value of its own here, as in a merge patch. */
  nullable: boolean;
  form: Form | undefined;
}

type Json = z.core.JSONSchema._JSONSchema;
type JsonObject = Exclude<Json, boolean>;

const forms = { input: new WeakMap<z.ZodType, Form | undefined>(), output: new WeakMap<z.ZodType, Form | undefined>() };

/** The form of a schema, through lists and unions, or `undefined` when it declares no object. Computed once for each schema. */
export const formOf = (schema: z.ZodType, io: 'input' | 'output'): Form | undefined => {
  const known = forms[io];
  if (!known.has(schema)) known.set(schema, formOfJson(z.toJSONSchema(schema, { io, unrepresentable: 'any' })));
  return known.get(schema);
};

const partsOf = ({ items, anyOf, oneOf, allOf }: JsonObject): Json[] => [
  ...([items ?? []].flat() as Json[]),
  ...(anyOf ?? []),
  ...(oneOf ?? []),
  ...(allOf ?? []),
];

const formOfJson = (json: Json): Form | undefined => {
  if (typeof json === 'boolean') return undefined;
  const own: Form | undefined = json.properties && {
    properties: new Map(
      Object.entries(json.properties).map(([name, part]) => [
        name,
        { nullable: takesNull(part), form: formOfJson(part) },
      ]),
    ),
    // Objects of zod say nothing or false here.
    closed: !json.additionalProperties,
  };
  const map: Form | undefined =
    !json.properties && json.additionalProperties ? { properties: new Map(), closed: false } : undefined;
  return partsOf(json)
    .map(formOfJson)
    .reduce(merge, own ?? map);
};

const takesNull = (json: Json): boolean => {
  if (typeof json === 'boolean') return json;
  const { type, enum: names, const: value, $ref } = json;
  const parts = partsOf({ ...json, items: [] });
  if (parts.length > 0) return parts.some(takesNull);
  if (type === undefined) return names === undefined && value === undefined && $ref === undefined;
  return [type].flat().includes('null');
};

const merge = (a: Form | undefined, b: Form | undefined): Form | undefined => {
  if (!a || !b) return a ?? b;
  const properties = new Map(a.properties);
  for (const [name, { nullable, form }] of b.properties) {
    const other = properties.get(name);
    properties.set(name, { nullable: nullable || other?.nullable === true, form: merge(other?.form, form) });
  }
  return { properties, closed: a.closed && b.closed };
};
