import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';

/*
 * Writes the modules of a folder into another one as JavaScript. A process of its own does that, because it loads a compiler. Arguments:
 * the folder to read, and the folder to make.
 */

const [, , from = '', to = ''] = process.argv;

const asJavaScript = (text: string): string =>
  stripTypeScriptTypes(text).replaceAll(/((?:from|import) '\.[^']*)\.ts'/g, "$1.js'");

mkdirSync(dirname(to), { recursive: true });
const unfinished = mkdtempSync(`${to}-`);
for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
  const file = join(unfinished, `${name.slice(0, -3)}.js`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, asJavaScript(readFileSync(join(from, name), 'utf8')));
}
try {
  // Whole or not at all: a process that finds the folder runs what is in it.
  renameSync(unfinished, to);
} catch {
  // Another vault was faster.
  rmSync(unfinished, { recursive: true });
}
