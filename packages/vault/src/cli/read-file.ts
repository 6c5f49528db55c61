import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** Reads a text file that a flag names: `readText(file, '--tls-cert')`. Throws `CommandError`. */
export const readText = (file: string, flag: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${flag} ${file} cannot be read (${errorCode(error)}).`);
  }
};

/** The same for JSON. Errors do not repeat the text, which may contain a card number or a secret. */
export const readJson = (file: string, flag: string): unknown => {
  const text = readText(file, flag);
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${flag} ${file} is not JSON.`);
  }
};
