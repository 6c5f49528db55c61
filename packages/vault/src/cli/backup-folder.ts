import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { syncFolder } from '../store/private-file.ts';
import { systemFault } from '../store/system-fault.ts';
import { CommandError } from './command-error.ts';

/** The folders of a backup. Data and keys are separate, so that they can be stored in different places. */
export const backupFiles = (folder: string) => ({
  data: join(resolve(folder), 'data', 'vault.db'),
  keys: join(resolve(folder), 'keys', 'keys.db'),
});

/** The keys of a backup: in the given folder, or in its subfolder `keys`. */
export const keysIn = (folder: string): string => {
  const direct = join(resolve(folder), 'keys.db');
  return existsSync(direct) ? direct : backupFiles(folder).keys;
};

/** A folder that appears only when it is complete: it is filled under a temporary name beside its place, and renamed at the end. */
export interface Workshop {
  folder: string;
  finish(): void;
  /** Removes the temporary folder, unless it was finished. */
  dispose(): void;
}

/** Throws if the folder is not empty. */
export const workshopFor = (path: string, flag: string): Workshop => {
  const target = resolve(path);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new CommandError(`--${flag} ${path} holds something already; nothing was written. Name a new folder.`);
  }
  let folder: string;
  try {
    mkdirSync(dirname(target), { recursive: true });
    folder = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  } catch (error) {
    throw new CommandError(`--${flag} ${path} cannot be made: ${systemFault(error)}.`);
  }
  return {
    folder,
    finish: () => {
      renameSync(folder, target);
      syncFolder(target);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
};
