import { globSync, readFileSync } from 'node:fs';
import { inRoot, root } from '../../build/root.ts';

/** A fenced block of code in a document. */
export interface Block {
  readonly path: string;
  /** Of its opening fence, counted from 1. */
  readonly line: number;
  /** What stands behind the opening fence; empty for drawings and printed output. */
  readonly language: string;
  readonly code: string;
}

/** All fenced blocks of a document, in order. */
export const blocksOf = (path: string): Block[] => {
  const text = readFileSync(inRoot(path), 'utf8');
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map(({ index, 2: language = '', 3: code = '' }) => ({
    path,
    line: text.slice(0, index).split('\n').length,
    language,
    code,
  }));
};

/** The documents that people read, and so the ones whose blocks are tested. */
export const documents = (): string[] =>
  globSync(['*.md', 'docs/*.md', 'packages/*/README.md', 'findings/README.md'], { cwd: root })
    .filter((path) => !path.endsWith('CHANGELOG.md'))
    .sort();

/** The one block of a document in that language which holds that text. */
export const codeBlock = (path: string, language: string, holding: string): string => {
  const found = blocksOf(path).filter((block) => block.language === language && block.code.includes(holding));
  if (found.length !== 1) throw new Error(`${path} has ${found.length} blocks of ${language} with ${holding}.`);
  return found[0]?.code ?? '';
};
