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

/** A secret without the blanks around it, such as a line end that an editor left. The error names `where` it is, and nothing of it. */
export const secretIn = (text: string, where: string): string => {
  const secret = text.trim();
  // It travels in a header.
  if (/^[\x21-\x7e]{1,4096}$/.test(secret)) return secret;
  throw new RootKeyError('malformed', `${where} does not hold one line of printable ASCII.`);
};

/** Reads a secret from a file that its owner keeps current. */
export const readSecretFile = (path: string): string =>
  secretIn(read(path, 'The secret file'), `The secret file ${path}`);

/** The secret in a variable, if it is set. */
export const secretVariable = (
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined => {
  const text = environment[name];
  return text ? secretIn(text, name) : undefined;
};

/** Reads the file that holds several credentials, or parts of one. */
export const readCredentialsFile = (path: string): string => read(path, 'The credentials file');

/** Reads certificate authorities (PEM) that `ca-file` names. */
export const readAuthorities = (path: string): string => read(path, 'The file of certificate authorities');
