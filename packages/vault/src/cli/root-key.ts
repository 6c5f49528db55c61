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
 * The available root keys of an existing vault: from the environment if set, otherwise from the file. During a rotation also the
 * new one, so that processes can be restarted one by one.
 */
export const findRootKeys = (file: string, { environment }: Pick<Terminal, 'environment'>): RootKeySource =>
  function* () {
    const { [rootKeyVariable]: value, [newRootKeyVariable]: next } = environment;
    if (next) yield rootKeyFromEnvironment(next, newRootKeyVariable);
    if (value) yield rootKeyFromEnvironment(value);
    else yield* rootKeysFromFile(file);
  };

/** The root key of a new vault: the one in the environment, otherwise a new one in a file. */
export const firstRootKey = (file: string, random: Random, { environment }: Terminal): RootKey => {
  const value = environment[rootKeyVariable];
  return value ? rootKeyFromEnvironment(value) : createRootKeyFile(file, random);
};
