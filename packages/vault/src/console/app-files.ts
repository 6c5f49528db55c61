import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built pages of the console. */
export interface AppFiles {
  /** The document that addresses of the app are answered with. */
  readonly html: string;
  /** That of the pages in front of the app, where nobody is signed in yet. It loads less. */
  readonly gateHtml: string;
  /** Everything else, by its path: `/assets/main.B4x2….js`. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Reads the built pages; `undefined` where they are not built. `folder` is a file URL with a trailing slash. */
export const loadApp = (folder: URL): AppFiles | undefined => {
  const root = fileURLToPath(folder);
  const [index, gate] = [join(root, 'index.html'), join(root, 'sign-in.html')];
  if (!existsSync(index) || !existsSync(gate)) return undefined;
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return {
    html: readFileSync(index, 'utf8'),
    gateHtml: readFileSync(gate, 'utf8'),
    files: new Map(
      names
        .map(({ parentPath, name }) => join(parentPath, name))
        // Maps of sources are for whoever builds.
        .filter((path) => path !== index && path !== gate && !path.endsWith('.map'))
        .map((path) => [`/${relative(root, path).split(sep).join('/')}`, new Uint8Array(readFileSync(path))]),
    ),
  };
};
