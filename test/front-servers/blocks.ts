import { readFileSync } from 'node:fs';
import { inRoot } from '../../build/root.ts';

/** The block of docs/operations.md for a server in front of the vault, as an operator copies it, for ports of this machine. */
export const blockOf = (language: string, upstream: number): string => {
  const text = readFileSync(inRoot('docs/operations.md'), 'utf8');
  const [, block] = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(text) ?? [];
  if (block === undefined) throw new Error(`docs/operations.md has no block for ${language}.`);
  return block.replaceAll('10.0.0.5', '127.0.0.1').replaceAll('4100', String(upstream));
};
