import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { packages } from './packages.ts';
import { inRoot, root } from './root.ts';

/** Files that only tests need. */
const ofTests = /\.(test|spec|suite|test-d)\.d\.ts$|\/testing$/;

/**
 * Packages whose declarations one run of the compiler writes. It names a type by any module of its program that exports it, also by
 * one of a package above; so it reads the contract, whose types the client exports too, in a run without the client.
 */
const runs: readonly (readonly string[])[] = [
  ['rules', 'contract'],
  packages.filter((name) => name !== 'rules' && name !== 'contract'),
];

/**
 * Writes the type declarations of all packages and puts them beside each package's bundle, with the license. Type errors do not fail
 * the build, since a mistake in a test must not keep packages from being built; `npm run types` reports them.
 */
export const writeDeclarations = (): void => {
  const out = inRoot('node_modules/.tessera-types');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  for (const names of runs) {
    const project = {
      extends: inRoot('tsconfig.json'),
      compilerOptions: { noEmit: false, emitDeclarationOnly: true, declaration: true, rootDir: root, outDir: out },
      include: names.map((name) => inRoot(`packages/${name}/src`)),
    };
    writeFileSync(`${out}/tsconfig.json`, JSON.stringify(project));
    const compiler = inRoot('node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', out], { encoding: 'utf8' });
    for (const name of names) {
      if (!existsSync(`${out}/packages/${name}/src`)) throw new Error(`No declarations for ${name}:\n${stdout}`);
      cpSync(inRoot('LICENSE'), inRoot(`packages/${name}/dist/LICENSE`));
      cpSync(`${out}/packages/${name}/src`, inRoot(`packages/${name}/dist`), {
        recursive: true,
        filter: (path) => !ofTests.test(path),
      });
    }
  }
};
