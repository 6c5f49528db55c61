import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

// Packages are ES modules alone, which every supported Node can `require` too, and name their entries under `exports`.
const isMeant = (problem: Problem) =>
  problem.kind === 'CJSResolvesToESM' || ('resolutionKind' in problem && problem.resolutionKind === 'node10');

/** What publint and arethetypeswrong find wrong with a package: in its folder, and in its tarball. */
export const check = async (folder: string, tarball: string): Promise<string[]> => {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false });
  const types = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  return [
    ...messages.map((message) => formatMessage(message, pkg) ?? message.code),
    ...(types.types
      ? types.problems.filter((problem) => !isMeant(problem)).map((problem) => JSON.stringify(problem))
      : ['It has no types.']),
  ];
};
