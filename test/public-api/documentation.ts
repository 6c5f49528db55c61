import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ESTree, parseSync } from 'vite';

/** An export of a package as a reader of its API meets it. */
export interface PublicExport {
  readonly name: string;
  readonly file: string;
  /** The docstring above its declaration, without the comment's own characters. */
  readonly doc: string | undefined;
  /** The text of the declaration. */
  readonly code: string;
}

export interface Example {
  /** Of the export that it belongs to. */
  readonly name: string;
  readonly language: 'ts' | 'tsx';
  readonly code: string;
}

type Read = (file: string) => string;

const namesOf = (declaration: ESTree.Declaration): string[] =>
  declaration.type === 'VariableDeclaration'
    ? declaration.declarations.flatMap(({ id }) => ('name' in id ? [id.name] : []))
    : 'id' in declaration && declaration.id && 'name' in declaration.id
      ? [declaration.id.name]
      : [];

const docBefore = (text: string, comments: readonly { type: string; value: string; end: number }[], start: number) => {
  const comment = comments.findLast(({ end }) => end <= start && text.slice(end, start).trim() === '');
  if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return undefined;
  return comment.value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
};

/**
 * The exports of an entry file: its own, and those that it passes on from files of its package. What it passes on from another
 * package belongs to that package.
 */
export const exportsOf = (entry: string, read: Read = (file) => readFileSync(file, 'utf8')): PublicExport[] => {
  const text = read(entry);
  const { program, module, comments } = parseSync(entry, text);
  const own = new Map<string, PublicExport>();
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) continue;
    for (const name of namesOf(statement.declaration)) {
      const doc = docBefore(text, comments, statement.start);
      own.set(name, { name, file: entry, doc, code: text.slice(statement.start, statement.end) });
    }
  }
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName, exportName }) => {
      if (!moduleRequest?.value.startsWith('.')) return [];
      const all = exportsOf(resolve(dirname(entry), moduleRequest.value), read);
      if (importName.kind !== 'Name') return all;
      const found = all.find(({ name }) => name === importName.name);
      const name = exportName.name ?? '';
      return [found ? { ...found, name } : { name, file: entry, doc: undefined, code: '' }];
    }),
  );
  return [...own.values(), ...passedOn];
};

const examplePattern = /@example[^\n]*\n```(tsx?)\n([\s\S]*?)\n```/g;

export const examplesOf = ({ name, doc = '' }: PublicExport): Example[] =>
  [...doc.matchAll(examplePattern)].map(([, language, code = '']) => ({ name, language: language as 'ts', code }));

/** What the documentation of an export lacks. */
export const lacking = (each: PublicExport): string[] => {
  const { doc, code } = each;
  if (!doc || doc.startsWith('@')) return [`${each.name} in ${each.file} has no docstring`];
  const throws = /^export (async )?(function|const)/.test(code) && /\bthrow /.test(code);
  return [
    ...(examplesOf(each).length > 0 ? [] : [`${each.name} in ${each.file} has no @example with a block of ts or tsx`]),
    ...(throws && !doc.includes('@throws')
      ? [`${each.name} in ${each.file} throws, and its docstring has no @throws`]
      : []),
  ];
};
