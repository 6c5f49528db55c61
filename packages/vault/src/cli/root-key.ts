import type { Random } from '../ids.ts';
import type { RootKeySource } from '../keys/current-root.ts';
import type { RootKey } from '../keys/root-key.ts';
import {
  createRootKeyFile,
  newRootKeyVariable,
  rootKeyFromEnvironment,
  rootKeysFromFile,
  rootKeyVariable,
} from '../keys/root-key-sources.ts';
import type { Terminal } from './terminal.ts';

/**
 * The root keys at hand for a vault that exists: from the environment when it is set there, else from its file; and the new one of a
 * rotation, so that processes can be restarted one by one.
 */
export const findRootKeys = (file: string, { environment }: Terminal): RootKeySource =>
  function* () {
    const { [rootKeyVariable]: value, [newRootKeyVariable]: next } = environment;
    if (next) yield rootKeyFromEnvironment(next, newRootKeyVariable);
    if (value) yield rootKeyFromEnvironment(value);
    else yield* rootKeysFromFile(file);
  };

/** The root key of a vault being made: the one in the environment, else a new one in a file. */
export const firstRootKey = (file: string, random: Random, { environment }: Terminal): RootKey => {
  const value = environment[rootKeyVariable];
  return value ? rootKeyFromEnvironment(value) : createRootKeyFile(file, random);
};
