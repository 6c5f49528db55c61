import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** The one block of a document in that language which holds that text. */
export const codeBlock = (path: string, language: string, holding: string): string => {
  const blocks = [...readFileSync(new URL(path, root), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const found = blocks.filter(([, lang, code]) => lang === language && code?.includes(holding));
  if (found.length !== 1) throw new Error(`${path} has ${found.length} blocks of ${language} with ${holding}.`);
  return found[0]?.[2] ?? '';
};
