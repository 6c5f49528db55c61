import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { manifestOf } from './pack.ts';

// Packages are ES modules alone, which every supported Node can `require` too, and name their entries under `exports`.
const isMeant = (problem: Problem) =>
  problem.kind === 'CJSResolvesToESM' || ('resolutionKind' in problem && problem.resolutionKind === 'node10');

const comments = /^\s*(\/\*[\s\S]*?\*\/|\/\/.*)/gm;

/** Imports of other packages, in a module or in its declarations. */
const imports = /(?:from |import\()["'](?<name>(?:@[^/"']+\/)?[^./"'][^/"':]*)["'/]/g;

/** The packages that a package imports although its manifest does not name them, so that npm does not install them. */
const strangers = (folder: string): string[] => {
  const { name, dependencies, peerDependencies, optionalDependencies } = manifestOf(folder);
  const known = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })]);
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.js$|\.d\.ts$/.test(file) && !file.startsWith('served'),
  );
  const imported = files.flatMap((file) => {
    const code = readFileSync(join(folder, 'dist', file), 'utf8').replace(comments, '');
    const names = [...code.matchAll(imports)].map(({ groups }) => groups?.name ?? '');
    return names
      .filter((other) => !known.has(other))
      .map((other) => `${file} imports ${other}, which its package.json does not name.`);
  });
  return [...new Set(imported)];
};

/** What is wrong with a package, by its imports, publint and arethetypeswrong: in its folder, and in its tarball. */
export const check = async (folder: string, tarball: string): Promise<string[]> => {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false });
  const types = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  return [
    ...strangers(folder),
    ...messages.map((message) => formatMessage(message, pkg) ?? message.code),
    ...(types.types
      ? types.problems.filter((problem) => !isMeant(problem)).map((problem) => JSON.stringify(problem))
      : ['It has no types.']),
  ];
};
