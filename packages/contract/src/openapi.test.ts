import { expect, test } from 'vitest';
import { contract } from './contract.ts';
import { openapi } from './openapi.ts';
import { routes } from './routes.ts';

interface Operation {
  operationId: string;
  summary: string;
  parameters: { name?: string; in?: string; required?: boolean; schema?: { type?: string } }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { $ref?: string; content?: object }>;
  'x-permission'?: string;
}

// What a reader gets is text, so that is what is looked at.
const document = JSON.parse(JSON.stringify(openapi(contract, '1.2.3')));
const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('every route is one operation, named after the method of the SDK', () => {
  const named = routes(contract).map(({ name, route }) => `${name.join('.')} ${route.method} ${route.path}`);
  const found = operations.map(({ path, method, operation }) => `${operation.operationId} ${method} ${path}`);
  expect(found.toSorted()).toEqual(named.toSorted());
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  expect(document.info).toMatchObject({ title: expect.any(String), version: '1.2.3' });
  expect(document.servers).toEqual([{ url: '/' }]);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer = '']) => pointer);
  expect(references.length).toBeGreaterThan(50);
  for (const pointer of references) {
    const target = pointer.split('/').reduce((at, key) => at?.[key], document);
    expect(target, pointer).toBeTypeOf('object');
  }
});

test('every parameter of a path is declared as required', () => {
  for (const { path, operation } of operations) {
    const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(declared.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    for (const parameter of declared) expect(parameter).toMatchObject({ required: true, schema: { type: 'string' } });
  }
});

test('an operation says what it answers, what it asks for and how it fails', () => {
  const create = document.paths['/tokens'].post as Operation;
  expect(create['x-permission']).toBe('token:<classification>:create');
  expect(Object.keys(create.responses)).toEqual(['201', '400', '401', '403', '409', '413', '415', '422', '429']);
  expect(create.requestBody?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/CreateToken' });
  const own = document.paths['/applications/key'].get as Operation;
  expect(own).not.toHaveProperty('x-permission');
  expect(Object.keys(own.responses)).toEqual(['200', '401', '429']);
  expect(document.paths['/tokens/{id}'].delete.responses['204']).not.toHaveProperty('content');
});

test('a filter that may be repeated is documented as a list', () => {
  const { parameters } = document.paths['/tokens'].get as Operation;
  expect(parameters.find(({ name }) => name === 'id')?.schema?.type).toBe('array');
  expect(parameters.find(({ name }) => name === 'metadata')?.schema?.type).toBe('object');
});

test('no schema repeats with a pattern what its format says', () => {
  expect(JSON.stringify(document)).toContain('"format":"uuid"');
  expect(JSON.stringify(document)).not.toContain('a-fA-F');
});

/** Every schema in the document, with where it stands. */
const schemasIn = (value: unknown, at = '#'): [string, Record<string, unknown>][] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]): [string, Record<string, unknown>][] => {
    const own = /\/(schema|items|additionalProperties)$|\/(schemas|properties|anyOf|oneOf)\/[^/]+$/.test(
      `${at}/${key}`,
    );
    return [
      ...(own && typeof each === 'object' ? [[`${at}/${key}`, each] as never] : []),
      ...schemasIn(each, `${at}/${key}`),
    ];
  });
};

test('every schema says its type, so that no generated client has a value of an unknown one', () => {
  const says = ['type', '$ref', 'anyOf', 'oneOf', 'enum', 'const'];
  const all = schemasIn(document);
  expect(all.length).toBeGreaterThan(400);
  const silent = all.filter(([, schema]) => !says.some((key) => key in schema)).map(([where]) => where);
  // What a list in any JSON holds is any JSON; said so, it would make a type that TypeScript refuses (written-schemas.ts).
  expect(silent).toEqual([expect.stringMatching(/Json.*items$/)]);
  expect(schemasIn({ a: { schema: {} } })).toHaveLength(1);
});

test('data is described by what cards and banks hold, or as any JSON', () => {
  const { CreateToken, Token } = document.components.schemas;
  const names = ({ anyOf }: { anyOf: { $ref: string }[] }) => anyOf.map(({ $ref }) => $ref.split('/').at(-1));
  expect(names(CreateToken.properties.data)).toEqual(['Card', 'Bank', 'Json']);
  expect(names(Token.properties.data)).toEqual(['CardView', 'BankView', 'Json']);
  expect(CreateToken.properties.data).not.toHaveProperty('$ref');
});

test('every component is used, and every resource has a text', () => {
  const text = JSON.stringify(document);
  for (const [kind, components] of Object.entries(document.components)) {
    if (kind === 'securitySchemes' || kind === 'schemas') continue;
    for (const name of Object.keys(components as object)) expect(text).toContain(`"#/components/${kind}/${name}"`);
  }
  for (const { name, description } of document.tags) expect(description).not.toBe(name);
});
