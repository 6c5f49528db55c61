import { html, type Markup, prose } from './markup.ts';

/** The parts of an OpenAPI 3.1 schema that this page shows. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
}

export const nameOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1);

const link = (name: string): Markup => html`<a href="#schema-${name}">${name}</a>`;

const between = (what: string, low: number | undefined, high: number | undefined): string | undefined => {
  if (low !== undefined && high !== undefined) return low === high ? `${what}${low}` : `${what}${low} to ${high}`;
  if (low !== undefined) return `${what}at least ${low}`;
  return high === undefined ? undefined : `${what}at most ${high}`;
};

/** Describes the type and limits of a value in a few words. */
export const typeOf = (schema: Schema): Markup => {
  if (schema.$ref) return link(nameOf(schema.$ref));
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum)
    return html`${schema.enum.map((value, place) => html`${place > 0 && ' | '}<code>${String(value)}</code>`)}`;
  const either = schema.anyOf ?? schema.oneOf;
  if (either) {
    const kinds = [...new Map(either.map((each) => typeOf(each)).map((kind) => [kind.text, kind])).values()];
    return html`${kinds.map((kind, place) => html`${place > 0 && ' or '}${kind}`)}`;
  }
  if (schema.items) return html`list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === 'object' && !schema.properties) {
    return html`object of ${typeOf(schema.additionalProperties)}`;
  }
  const type = [schema.type ?? 'any JSON'].flat().join(' or ');
  return html`${type}${schema.format && ` (${schema.format})`}`;
};

const limitsOf = (schema: Schema): string =>
  [
    between('', schema.minimum, schema.maximum),
    between('characters: ', schema.minLength, schema.maxLength),
    between('entries: ', schema.minItems, schema.maxItems),
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ]
    .filter((limit) => limit !== undefined)
    .join('; ');

const row = (name: string, schema: Schema, isRequired: boolean): Markup[] => {
  const limits = limitsOf(schema);
  const nested = Object.entries(schema.properties ?? {});
  return [
    html`<tr><th scope="row"><code>${name}</code>${isRequired && html` <em>required</em>`}</th><td>${typeOf(schema)}</td><td>${schema.description !== undefined && html`${prose(schema.description)} `}${limits && html`<small>${limits}</small>`}</td></tr>`,
    ...nested.flatMap(([key, each]) => row(`${name}.${key}`, each, schema.required?.includes(key) ?? false)),
  ];
};

/** A table of an object's properties, with dots for nested ones; for other schemas, one line. */
export const schemaTable = (schema: Schema, caption: string): Markup => {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0)
    return html`<p>${schema.description !== undefined && html`${prose(schema.description)} `}${typeOf(schema)} <small>${limitsOf(schema)}</small></p>`;
  return table(
    caption,
    properties.map(([name, each]) => ({ name, schema: each, isRequired: schema.required?.includes(name) ?? false })),
  );
};

export const table = (
  caption: string,
  rows: readonly { name: string; schema: Schema; isRequired: boolean }[],
): Markup =>
  html`<div class="wide" role="group" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><tbody>${rows.flatMap(({ name, schema, isRequired }) => row(name, schema, isRequired))}</tbody></table></div>`;
