import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The digest of sources, of how they are made into JavaScript, and of the Node that does it. */
const digestOf = (folder: string): string => {
  const digest = createHash('sha256')
    .update(process.version)
    .update(readFileSync(beside('./strip-types.ts')));
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const name of names.sort()) digest.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  return digest.digest('hex').slice(0, 32);
};

/**
 * The file that a process for formulas runs. Where the vault runs from its sources, they are made into JavaScript once, beside what Node
 * keeps compiled (`cli.ts`): with types in them, each process would load the compiler that removes them, 20 MB. Where the vault cannot
 * write there, processes run the sources.
 */
export const processCode = async (): Promise<string> => {
  if (!import.meta.url.endsWith('.ts')) return beside('./process.js');
  const sources = beside('./inside/');
  const made = join(beside('../../.cache/'), digestOf(sources), 'inside');
  const entry = join(made, 'process.js');
  if (existsSync(entry)) return entry;
  try {
    await run(process.execPath, ['--no-warnings', beside('./strip-types.ts'), sources, made], { timeout: 60_000 });
  } catch {
    return join(sources, 'process.ts');
  }
  return entry;
};
