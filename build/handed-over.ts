import { type Plugin, parseAst } from 'vite';

/** Where the script of a frame leaves what the files that it fetches later need of it. */
const place = 'globalThis.tessera';

/** `a as b, c` with each pair turned into a property of an object: `b: a, c`. */
const properties = (list: string, order: (one: string, other: string) => string): string =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => name.split(/\s+as\s+/))
    .map(([one = '', other = one]) => (one === other ? one : order(one, other)))
    .join(', ');

const exported = /^export ?\{([^}]*)\};?$/m;
const imported = /^import ?\{([^}]*)\} ?from ?(['"])\.\/frame\.[^'"]*\2;?$/gm;

/** The script of a frame without exports: what later files need of it is in an object that nobody can replace. */
export const handOver = (code: string): string => {
  const record = (list: string) =>
    `Object.defineProperty(globalThis, 'tessera', { value: Object.freeze({ ${properties(list, (own, outer) => `${outer}: ${own}`)} }) });`;
  const text = code.replace(exported, (_, list: string) => record(list));
  if (/^(?:import|export)\b(?!\()/m.test(text))
    throw new Error('The script of frames imports or exports in another way.');
  return text;
};

/**
 * A module without imports and exports as a classic script, which the document can contain. Its declarations stay declarations of the
 * script: V8 skips the bodies of functions there until they are called. In a function around all of them, it would read every arrow
 * function to its end, which takes twice as long. As `let`, they are no properties of the window.
 */
export const asScript = (code: string): string => {
  const edits = parseAst(code).body.flatMap((node): [start: number, end: number, text: string][] => {
    const { start, end } = node;
    if (node.type === 'VariableDeclaration') return node.kind === 'var' ? [[start, start + 'var'.length, 'let']] : [];
    if (node.type !== 'FunctionDeclaration' || !node.id) return [];
    // An expression keeps the name that it had as a declaration.
    return [
      [start, start, `let ${node.id.name}=`],
      [end, end, ';'],
    ];
  });
  const script = edits.reduceRight((text, [start, end, other]) => text.slice(0, start) + other + text.slice(end), code);
  return `'use strict';${script}`;
};

/** A file that is fetched later, with what it imported from the script of the frame taken from where that left it. */
export const takeOver = (code: string): string =>
  code.replace(
    imported,
    (_, list: string) => `const { ${properties(list, (outer, own) => `${outer}: ${own}`)} } = ${place};`,
  );

/**
 * A frame is one document with its script inside, so that a browser needs one request before the field can be used. An inline script has no
 * address to import from, so the files that it fetches later get what they share with it from an object that only documents of the
 * vault's origin can reach.
 */
export const handedOver: Plugin = {
  name: 'handed-over',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'frame',
  renderChunk: (code, { isEntry }) => (isEntry ? handOver(code) : takeOver(code)),
  // Afterwards, since minifying makes `var` of all declarations of a module.
  generateBundle: (_, bundle) => {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk' && file.isEntry) file.code = asScript(file.code);
  },
};
