import { readFileSync } from 'node:fs';
import { systemFault } from '../../store/system-fault.ts';
import { RootKeyError } from '../errors.ts';

const read = (path: string, what: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RootKeyError('missing', `${what} ${path} cannot be read: ${systemFault(error)}.`);
  }
};

/** Reads a secret from a file that its owner keeps current. The error names the file and nothing in it. */
export const readSecretFile = (path: string): string => {
  const text = read(path, 'The secret file').trim();
  // It travels in a header.
  if (/^[\x21-\x7e]{1,4096}$/.test(text)) return text;
  throw new RootKeyError('malformed', `The secret file ${path} does not hold one line of printable ASCII.`);
};

/** Reads the file that holds several credentials, or parts of one. */
export const readCredentialsFile = (path: string): string => read(path, 'The credentials file');

/** Reads certificate authorities (PEM) that `ca-file` names. */
export const readAuthorities = (path: string): string => read(path, 'The file of certificate authorities');
