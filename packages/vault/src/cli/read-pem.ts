import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** The text of a file that a flag names. Throws `CommandError`. */
export const readPem = (file: string, flag: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${flag} ${file} cannot be read (${errorCode(error)}).`);
  }
};
