import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { inRoot } from '../build/root.ts';
import { readConfig } from '../packages/vault/src/cli/config-file.ts';
import type { Option } from '../packages/vault/src/cli/option.ts';
import { options } from '../packages/vault/src/cli/options.ts';
import { settings } from '../packages/vault/src/cli/settings.ts';

const schemaFile = inRoot('docs/config.schema.json');

/** How a setting is written in a configuration file, as JSON Schema 2020-12. */
const schemaOf = ({ kind, value, range, choices, secret, default: standard, help }: Option): object => {
  const about = { description: help };
  if (kind === 'switch') return { type: 'boolean', ...about };
  if (kind === 'number') {
    const [minimum, maximum] = range ?? [0];
    return {
      type: 'integer',
      minimum,
      maximum,
      ...(standard !== undefined && { default: Number(standard) }),
      ...about,
    };
  }
  if (choices) return { enum: choices, default: standard, ...about };
  if (value === 'LIST') {
    return { type: 'array', items: { type: 'string', pattern: '^[^,]+$' }, minItems: 1, ...about };
  }
  const text = { type: 'string', minLength: 1 };
  if (!secret) return { ...text, ...(standard !== undefined && { default: standard }), ...about };
  const file = { type: 'object', properties: { file: text }, required: ['file'], additionalProperties: false };
  return { anyOf: [text, file], ...about };
};

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Settings of a Tessera vault, for serve --config FILE',
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    ...Object.fromEntries(settings.map((name) => [name, schemaOf(options[name])])),
  },
  additionalProperties: false,
};

/** The example of docs/operations.md, as an operator copies it. */
const example = (): string => {
  const text = readFileSync(inRoot('docs/operations.md'), 'utf8');
  const [, block = ''] = /^```json\n(\{\n {2}"\$schema".*?)^```$/ms.exec(text) ?? [];
  return block;
};

// Written anew by: npx vitest run --project unit test/config-schema.test.ts --update
it('the published schema has every setting as the program knows it', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(schemaFile);
});

it('the example in the guide to operations fits the schema and the program', () => {
  const check = z.fromJSONSchema(JSON.parse(readFileSync(schemaFile, 'utf8')));
  const content = JSON.parse(example());
  expect(Object.keys(content).length).toBeGreaterThan(5);
  expect(check.safeParse(content).error).toBeUndefined();
  expect(check.safeParse({ ...content, prot: 1 }).success).toBe(false);
  expect(check.safeParse({ ...content, port: '4100' }).success).toBe(false);

  const folder = mkdtempSync(join(tmpdir(), 'tessera-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'database-url'), 'postgres://vault:secret@db.internal/tessera\n');
  const file = join(folder, 'tessera.json');
  writeFileSync(file, example().replaceAll('/run/credentials/tessera.service', folder));
  const read = readConfig(file);
  expect([...read.keys()]).toEqual(Object.keys(content).filter((name) => name !== '$schema'));
  expect(read.get('database-url')?.text).toBe('postgres://vault:secret@db.internal/tessera');
});
