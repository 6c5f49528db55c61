import type { Random } from '../ids.ts';
import type { RootKey } from '../keys/root-key.ts';
import {
  createRootKeyFile,
  rootKeyFromEnvironment,
  rootKeyFromFile,
  rootKeyVariable,
} from '../keys/root-key-sources.ts';
import type { Terminal } from './terminal.ts';

/** The root key of a vault that exists: from the environment when it is set there, else from its file. */
export const findRootKey = (file: string, { environment }: Terminal): RootKey => {
  const value = environment[rootKeyVariable];
  return value ? rootKeyFromEnvironment(value) : rootKeyFromFile(file);
};

/** The root key of a vault being made: the one in the environment, else a new one in a file. */
export const firstRootKey = (file: string, random: Random, { environment }: Terminal): RootKey => {
  const value = environment[rootKeyVariable];
  return value ? rootKeyFromEnvironment(value) : createRootKeyFile(file, random);
};
