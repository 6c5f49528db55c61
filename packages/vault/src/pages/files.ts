import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built files that the vault serves. */
export interface BuiltFiles {
  /** The frame's script, which its document contains; its name has a hash (`frame.B4x2….js`). And the files that it loads on demand. */
  readonly frame: {
    readonly name: string;
    readonly text: string;
    /** By name: `frame-open-calls.B4x2….js`. */
    readonly parts: Readonly<Record<string, string>>;
  };
  /** The script of the document that shows a value to an operator of the console. */
  readonly reveal: string;
  /** Scripts for merchant pages, by name. */
  readonly scripts: Readonly<Record<string, string>>;
}

/** A file that the vault serves has not been built. The message says which command to run. */
export class NotBuiltError extends Error {
  override readonly name = 'NotBuiltError';
}

const scripts = {
  'basis-theory.js': 'js/dist/script/basis-theory.js',
  'elements.js': 'elements/dist/script/elements.js',
  'client.js': 'client/dist/client-script/client.js',
  'encrypt.js': 'client/dist/encrypt-script/encrypt.js',
  'web-elements.js': 'elements/dist/web-elements-script/web-elements.js',
  'early.js': 'elements/dist/early-script/early.js',
  'tessera-field.js': 'elements/dist/field-script/tessera-field.js',
} as const;

const frameName = /^frame\.[\w-]+\.js$/;
const partName = /^frame-[\w-]+\.[\w-]+\.js$/;

const notBuilt = (missing: string) =>
  new NotBuiltError(`${missing} is not there: run "npm run build" in the root of the repository, then start again.`);

/**
 * Reads the built files.
 *
 * @param packages the folder of the packages as a file URL with a trailing slash.
 * @throws NotBuiltError
 */
export const loadFiles = (packages: URL): BuiltFiles => {
  const read = (path: string): string => {
    const file = fileURLToPath(new URL(path, packages));
    try {
      return readFileSync(file, 'utf8');
    } catch {
      throw notBuilt(file);
    }
  };
  const folder = fileURLToPath(new URL('frame/dist/', packages));
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    throw notBuilt(folder);
  }
  const [name, ...others] = names.filter((name) => frameName.test(name));
  if (name === undefined) throw notBuilt(`${folder}frame.<hash>.js`);
  if (others.length > 0) {
    throw new NotBuiltError(`${folder} holds more than one frame: delete it, run "npm run build", then start again.`);
  }
  return {
    frame: {
      name,
      text: read(`frame/dist/${name}`),
      parts: Object.fromEntries(
        names.filter((part) => partName.test(part)).map((part) => [part, read(`frame/dist/${part}`)]),
      ),
    },
    reveal: read('frame/dist/reveal-script/reveal.js'),
    scripts: Object.fromEntries(Object.entries(scripts).map(([script, path]) => [script, read(path)])),
  };
};
