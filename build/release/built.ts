import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

type Entry = string | { readonly [condition: string]: Entry };

/** Paths under an entry of `exports` or `bin`, but those of sources. */
const pathsIn = (entry: Entry = {}, condition = ''): string[] => {
  if (condition === '@tessera/source') return [];
  if (typeof entry === 'string') return [entry];
  return Object.entries(entry).flatMap(([key, value]) => pathsIn(value, key));
};

const builtFiles = (folder: string): string[] => {
  const { exports, bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports?: Entry;
    bin?: Entry;
  };
  return [...pathsIn(exports), ...pathsIn(bin)].map((path) => join(folder, path));
};

const isOfTests = (name: string) => /\.(test|spec|suite|test-d)\.tsx?$|(^|[\\/])testing[\\/]/.test(name);

/** Files that the package.json of a folder promises and that are not there. */
export const missingFiles = (folder: string): string[] => builtFiles(folder).filter((file) => !existsSync(file));

/** Whether a source of the package is newer than the code built from it. */
export const isStale = (folder: string): boolean => {
  const time = (path: string) => statSync(path).mtimeMs;
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]sx?$/.test(name) && !isOfTests(name))
    .map((name) => time(join(folder, 'src', name)));
  const code = builtFiles(folder).filter((file) => file.endsWith('.js'));
  return Math.min(...code.map(time)) < Math.max(...sources);
};
