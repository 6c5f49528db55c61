import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { packages } from './packages.ts';
import { inRoot, root } from './root.ts';

/** Files that only tests need. */
const ofTests = /\.(test|spec|suite|test-d)\.d\.ts$|\/testing$/;

/**
 * Writes the type declarations of all packages with one run of the compiler and puts them beside each package's bundle,
 * with the license. Type errors do not fail the build, since a mistake in a test must not keep packages from being built;
 * `npm run types` reports them.
 */
export const writeDeclarations = (): void => {
  const out = inRoot('node_modules/.tessera-types');
  rmSync(out, { recursive: true, force: true });
  const { stdout } = spawnSync(
    process.execPath,
    [
      inRoot('node_modules/typescript/bin/tsc'),
      ...['-p', root, '--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--outDir', out],
    ],
    { encoding: 'utf8' },
  );
  for (const name of packages) {
    if (!existsSync(`${out}/packages/${name}/src`)) throw new Error(`No declarations for ${name}:\n${stdout}`);
    cpSync(inRoot('LICENSE'), inRoot(`packages/${name}/dist/LICENSE`));
    cpSync(`${out}/packages/${name}/src`, inRoot(`packages/${name}/dist`), {
      recursive: true,
      filter: (path) => !ofTests.test(path),
    });
  }
};
