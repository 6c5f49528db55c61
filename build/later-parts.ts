import { readFileSync } from 'node:fs';
import { integrityOf, pinnedPath } from '../packages/vault/src/pages/integrity.ts';
import { replacement } from './replacement.ts';
import { inRoot } from './root.ts';
import { scripts } from './scripts.ts';

/** The path of a script that was built before, and its digest, as arguments. */
const pinned = (script: 'clientScript' | 'encryptScript'): string => {
  const { out, name } = scripts[script];
  const text = readFileSync(inRoot(`${out}/${name}`), 'utf8');
  return `${JSON.stringify(pinnedPath(name, text))}, ${JSON.stringify(integrityOf(text))}`;
};

/**
 * Has the script tag load what pages rarely need at once from the vault that served it, since a script of its kind has only one file. It knows
 * that code by digest, so that pinning the script pins the code as well.
 */
export const laterParts = replacement({
  name: 'later-parts',
  neededBy: ['sdkScript'],
  onlyThere: true,
  replace: (_, id) =>
    id === inRoot('packages/js/src/later-code.ts')
      ? `import { pinnedBy } from './load-pinned.ts';
         const pinned = pinnedBy(document.currentScript);
         export const loadClient = pinned(${pinned('clientScript')});
         export const loadEncrypt = pinned(${pinned('encryptScript')});`
      : null,
});
