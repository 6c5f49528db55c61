import { replacement } from './replacement.ts';
import { inRoot } from './root.ts';

/**
 * Leaves the sentences of errors out of `/js/elements.js`, whose errors then carry their codes as messages. That script
 * backs another vendor's client, which has its own sentences; docs/elements.md explains each code.
 */
export const codesAlone = replacement({
  name: 'codes-alone',
  neededBy: ['elementsScript'],
  onlyThere: true,
  replace: (_, id) => (id === inRoot('packages/bridge/src/error-texts.ts') ? 'export const errorTexts = {};' : null),
});

/** Replaces the loader that Vite puts around each dynamic import, which preloads styles and dependencies that we do not have. */
export const plainImports = replacement({
  name: 'plain-imports',
  neededBy: ['frame'],
  replace: (_, id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (file) => file();' : null),
});

/** Resources that management keys alone may use. Such keys never stand in pages. */
const forServers = new Set(['applicationKeys', 'enrichments', 'keys', 'proxies', 'webhooks']);

/** Parts of requests and answers that keys on pages never have. All their keys are single words, so a client without these shapes does the same. */
const unseenOnPages = new Set(['application', 'issuer', 'issuer_country']);

/** The getters of the SDK for these: what they would give is not there. */
const getters = /get (\w+)\(\)[^{]*\{\s*return this\.#whenReady\(\)\.api\.\1;\s*\}/g;

/** Leaves those getters out of the script for pages. */
export const pageMethods = replacement({
  name: 'page-methods',
  neededBy: ['sdkScript'],
  onlyThere: true,
  replace: (code, id) =>
    id === inRoot('packages/js/src/basis-theory.ts')
      ? code.replace(getters, (getter, name: string) => (forServers.has(name) ? '' : getter))
      : null,
});

/** The modules with tables of routes: what the client needs of each, and their names alone. */
const tables = ['routes', 'method-names'].map((name) => inRoot(`packages/client/src/${name}.ts`));

/** Leaves the routes of these out of the scripts for pages, as every page that loads them would pay for them. */
export const pageRoutes = replacement({
  name: 'page-routes',
  neededBy: ['clientScript', 'sdkScript'],
  onlyThere: true,
  replace: (code, id) => {
    if (!tables.includes(id)) return null;
    const [start, end] = [code.indexOf('{'), code.lastIndexOf('}') + 1];
    const table: object = JSON.parse(code.slice(start, end), (name, shape: unknown) =>
      unseenOnPages.has(name) ? undefined : shape,
    );
    const kept = Object.entries(table).filter(([name]) => !forServers.has(name));
    return code.slice(0, start) + JSON.stringify(Object.fromEntries(kept)) + code.slice(end);
  },
});
