import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { RootKeyError } from '../errors.ts';
import { createRootKeyFile, rootKeyFromEnvironment, rootKeyFromFile, rootKeysFromFile } from '../root-key-sources.ts';
import type { PlaceOf, PlaceOptions, RootKeyPlace } from './place.ts';

/** A root key in a file. */
export const inFile = (path: string, { random }: Pick<PlaceOptions, 'random'>): RootKeyPlace => ({
  uri: `file:${path}`,
  file: path,
  keys: () => rootKeysFromFile(path),
  next: () => (existsSync(path) ? rootKeyFromFile(path) : createRootKeyFile(path, random)),
});

/** A root key in a variable, which is taken out of the environment that is passed on. */
export const inVariable = (
  variable: string,
  { environment, forget }: Pick<PlaceOptions, 'environment' | 'forget'>,
): RootKeyPlace => {
  forget(variable);
  const read = () => {
    const value = environment[variable];
    if (value) return rootKeyFromEnvironment(value, variable);
    throw new RootKeyError('missing', `${variable} is not set, and env:${variable} says that it holds the root key.`);
  };
  return { uri: `env:${variable}`, variable, keys: () => [read()], next: read };
};

const decoded = (path: string): string | undefined => {
  try {
    return decodeURI(path);
  } catch {
    // It holds a % that begins no character.
    return undefined;
  }
};

/** `file:/etc/tessera/root.key`. The path is absolute, so that it means the same in every folder. */
export const filePlace: PlaceOf = (rest, options) => {
  const path = rest.startsWith('///') ? decoded(rest.slice(2)) : rest;
  if (path !== undefined && isAbsolute(path) && !path.startsWith('//') && !/[?#\0]/.test(path))
    return inFile(path, options);
  throw new RootKeyError(
    'malformed',
    'A root key in a file is named by its absolute path, such as file:/etc/tessera/root.key.',
  );
};

/** `env:TESSERA_ROOT_KEY`. */
export const variablePlace: PlaceOf = (rest, options) => {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(rest)) return inVariable(rest, options);
  throw new RootKeyError(
    'malformed',
    'A root key in a variable is named by that variable, such as env:TESSERA_ROOT_KEY.',
  );
};
