import { readFileSync } from 'node:fs';
import { parseTemplate } from '@angular/compiler';
import { contract } from '@tessera/contract';
import { compile } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import { inRoot } from '../../build/root.ts';
import { evaluate } from '../../packages/vault/src/expressions/testing/evaluate.ts';
import { compileErrors } from '../public-api/check-examples.ts';
import type { Example } from '../public-api/documentation.ts';
import { type Block, blocksOf, codeBlock, documents } from './markdown.ts';
import { type TestedBlock, testedBlocks } from './tested-blocks.ts';

const blocks = documents().flatMap(blocksOf);
const nameOf = ({ path, line, language }: Block) => `${path}:${line} ${language}`;
const entriesOf = ({ path, language, code }: Block): TestedBlock[] =>
  (testedBlocks[path] ?? []).filter((entry) => entry.language === language && code.includes(entry.holds));

describe('blocks of code in the documents', () => {
  it('are each in the table of tests once', () => {
    const wrong = blocks.filter((block) => entriesOf(block).length !== 1).map(nameOf);
    expect(wrong, 'give each of them an entry in test/guides/tested-blocks.ts').toEqual([]);
  });

  it('are there for each entry of the table', () => {
    const entries = new Set(blocks.flatMap(entriesOf));
    const gone = Object.values(testedBlocks)
      .flat()
      .filter((entry) => !entries.has(entry));
    expect(gone).toEqual([]);
  });

  // Those of other folders take a document's blocks by their language, or a package's by its files.
  it('are named in the tests of this folder that run them', () => {
    const unnamed = Object.entries(testedBlocks).flatMap(([path, entries]) =>
      entries.flatMap(({ how, holds }) => {
        if (
          !('ranBy' in how) ||
          /^test\/(front-servers|consumer|frameworks|service-unit|config-schema)|new-clone/.test(how.ranBy)
        )
          return [];
        const text = readFileSync(inRoot(how.ranBy), 'utf8').replaceAll("\\'", "'");
        return text.includes(holds) ? [] : [`${how.ranBy} does not run ${path}: ${holds}`];
      }),
    );
    expect(unnamed).toEqual([]);
  });
});

/** The program in a block: that of its script, where it is a page or a component. */
const programOf = ({ language, code }: Block): string => {
  if (language === 'html') return /<script type="module">([\s\S]*?)<\/script>/.exec(code)?.[1] ?? '';
  // The scripts of a component become one module.
  if (language === 'svelte')
    return [...code.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, one]) => one).join('');
  return language === 'vue' ? (parse(code).descriptor.scriptSetup?.content ?? '') : code;
};

const exampleOf = (block: Block, prelude: string): Example => ({
  name: nameOf(block),
  language: block.language === 'tsx' ? 'tsx' : 'ts',
  code: `${prelude}\n${programOf(block)}`,
});

it('blocks that no test runs compile, and one that does not is noticed', () => {
  const compiled = blocks.flatMap((block) =>
    entriesOf(block).flatMap(({ how }) => ('compiles' in how ? [exampleOf(block, how.compiles)] : [])),
  );
  const wrong: Example = { name: 'wrong', language: 'ts', code: "bt.createElement('crad');" };
  expect(compileErrors([...compiled, wrong])).toEqual([expect.stringMatching(/^wrong, line 1: error TS2/)]);
});

it('components of Vue have templates that compile', () => {
  for (const { path, line, code } of blocks.filter(({ language }) => language === 'vue')) {
    const { descriptor, errors } = parse(code, { filename: `${path}:${line}.vue` });
    expect(errors).toEqual([]);
    expect(compileScript(descriptor, { id: 'a', inlineTemplate: true }).content).toContain('CardElement');
  }
});

it('components of Svelte and templates of Angular compile, with the handlers of the tag where it stands', () => {
  for (const { code } of blocks.filter(({ language }) => language === 'svelte')) {
    const { js, warnings } = compile(code, { filename: 'Checkout.svelte', generate: 'client' });
    expect(warnings).toEqual([]);
    if (code.includes('<tessera-field')) expect(js.code).toMatch(/delegated\('change'|event\('change'/);
  }
  const templates = blocks.flatMap(({ code }) => /template: `([\s\S]*?)`/.exec(code)?.[1] ?? []);
  expect(templates.length).toBeGreaterThan(1);
  for (const template of templates) {
    const { errors, nodes } = parseTemplate(template, 'checkout.html');
    expect(errors ?? []).toEqual([]);
    if (!template.includes('<tessera-field')) continue;
    expect(nodes).toContainEqual(
      expect.objectContaining({
        name: 'tessera-field',
        outputs: [expect.objectContaining({ name: 'change' }), expect.objectContaining({ name: 'error' })],
      }),
    );
  }
});

it('expressions in the guide give what a reader expects', () => {
  const lines = (holds: string) => codeBlock('docs/expressions.md', 'liquid', holds).trim().split('\n');
  const data = {
    number: '4242424242424242',
    first_name: 'Ada',
    last_name: 'Lovelace',
    email: 'ada@example.com',
    books: [
      { title: 'Cheap', price: 9 },
      { title: 'Dear', price: 11 },
    ],
    contacts: [
      { kind: 'phone', value: '1' },
      { kind: 'email', value: 'ada@example.com' },
    ],
  };
  const [mask = '', name = '', alias = ''] = lines('reveal_last');
  expect(evaluate(mask, { data })).toBe('XXXXXXXXXXXX4242');
  expect(evaluate(name, { data })).toBe('Ada L.');
  expect(evaluate(alias, { data }, { random: (size: number) => new Uint8Array(size) } as never)).toMatch(
    /^\w{3}@example\.com$/,
  );
  const [books = '', contacts = ''] = lines('$.books');
  expect(evaluate(books, { data })).toBe('Cheap');
  expect(evaluate(contacts, { data })).toBe('ada@example.com');
});

it('the rules of a session in the guide are a body that the vault takes', () => {
  const body = codeBlock('docs/reveal.md', 'json', '"rules"');
  const id = '01a2007d-c97c-72ce-adb3-7a3cce7d4541';
  const nonce = `nonce_${'1'.repeat(22)}`;
  const sent = JSON.parse(body.replace('TOKEN_ID', id).replace('nonce_…', nonce));
  expect(contract.sessions.authorize.body?.safeParse(sent)).toMatchObject({ success: true });
});

it('the custom properties in the guide are the ones that fields read', () => {
  const block = codeBlock('docs/elements.md', 'css', '--tessera-color');
  const source = readFileSync(inRoot('packages/elements/src/element/surroundings.ts'), 'utf8');
  const [, read = ''] = /'(color placeholderColor[\w ]+)'/.exec(source) ?? [];
  const names = read
    .split(' ')
    .map((name) => `--tessera-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  expect([...new Set(block.match(/--tessera-[a-z-]+/g))].toSorted()).toEqual(names.toSorted());
});
