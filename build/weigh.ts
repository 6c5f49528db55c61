import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { frameHtml } from '../packages/vault/src/pages/frame-html.ts';
import { consoleBudgets, consoleFiles } from './console.ts';
import { inRoot } from './root.ts';
import { partBudget, scriptNames, scripts } from './scripts.ts';

/** What a browser has to load to use a file: for a frame's script the document that contains it, for any other file itself. */
const loaded = (file: string): string[] => {
  const [name, text] = [basename(file), readFileSync(file, 'utf8')];
  if (!name.startsWith('frame.')) return [text];
  const later = globSync(`${dirname(file)}/frame-*.js`).map((path) => [basename(path), readFileSync(path, 'utf8')]);
  return [frameHtml({ name, text, parts: Object.fromEntries(later) }, ['https://shop.example'])];
};

const weights = (label: string, texts: readonly string[], budget: number) => {
  const parts = texts.map((text) => Buffer.from(text));
  const sum = (pack: (part: Buffer) => Uint8Array) => parts.reduce((bytes, part) => bytes + pack(part).byteLength, 0);
  return { label, raw: sum((part) => part), gzip: sum(gzipSync), brotli: sum(brotliCompressSync), budget };
};

const scriptWeights = (file: string, budget: number) => {
  const texts = loaded(file);
  return weights(texts.length > 1 ? `document + ${basename(file)}` : basename(file), texts, budget);
};

const textOf = (file: string) => readFileSync(file, 'utf8');

const consoleWeights = () => {
  const { first, inside, later } = consoleFiles();
  return [
    weights('console, first view', first.map(textOf), consoleBudgets.first),
    weights('console, inside', inside.map(textOf), consoleBudgets.inside),
    ...later.map((file) => weights(`console/${basename(file)}`, [textOf(file)], consoleBudgets.later)),
  ];
};

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`.padStart(10);

/** Prints the size of each script that the vault serves, and of the console. Throws where one is over its budget. */
export const weigh = (): void => {
  const ofScripts = scriptNames.flatMap((script) => {
    const { out, name, budget } = scripts[script];
    const main = globSync(inRoot(`${out}/${name.replace('[hash]', '*')}`));
    return globSync(inRoot(`${out}/*.js`)).map((file) =>
      scriptWeights(file, main.includes(file) ? budget : partBudget),
    );
  });
  const rows = [...ofScripts, ...consoleWeights()];
  const width = Math.max(...rows.map(({ label }) => label.length));
  process.stderr.write(`\n${'served'.padEnd(width)}       raw      gzip    brotli    budget\n`);
  for (const { label, raw, gzip, brotli, budget } of rows) {
    process.stderr.write(`${label.padEnd(width)}${[raw, gzip, brotli, budget].map(kilobytes).join('')}\n`);
  }
  const [frame = ''] = globSync(inRoot(`${scripts.frame.out}/frame.*.js`)).map((file) => readFileSync(file, 'utf8'));
  if (/\bfrom ?"/.test(frame)) {
    throw new Error('The script of frames imports a second script at once. Import it dynamically, or bundle it.');
  }
  const tooHeavy = rows.filter(({ brotli, budget }) => brotli > budget);
  if (tooHeavy.length > 0) throw new Error(`Over budget: ${tooHeavy.map(({ label }) => label).join(', ')}.`);
};
