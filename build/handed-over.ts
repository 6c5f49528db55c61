import type { Plugin } from 'vite';

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

/** The script of a frame as one function, which the document can contain as an inline script. */
export const handOver = (code: string): string => {
  const record = (list: string) =>
    `Object.defineProperty(globalThis, 'tessera', { value: Object.freeze({ ${properties(list, (own, outer) => `${outer}: ${own}`)} }) });`;
  const text = code.replace(exported, (_, list: string) => record(list));
  if (/^(?:import|export)\b(?!\()/m.test(text))
    throw new Error('The script of frames imports or exports in another way.');
  return `(() => {\n'use strict';\n${text}\n})();\n`;
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
};
