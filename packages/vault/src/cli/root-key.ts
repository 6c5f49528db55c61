import type { Random } from '../ids.ts';
import type { RootKeySource } from '../keys/current-root.ts';
import { inFile, inVariable } from '../keys/providers/local-places.ts';
import type { PlaceOptions, RootKeyPlace } from '../keys/providers/place.ts';
import { rootKeyPlace } from '../keys/providers/places.ts';
import { newRootKeyVariable, rootKeyVariable } from '../keys/root-key-sources.ts';
import { dataDirFiles } from '../storage/data-dir.ts';
import type { Values } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The flags that say where the root key is. */
export type RootKeyValues = Values<'data-dir' | 'root-key' | 'new-root-key'>;

type Process = Pick<Terminal, 'environment' | 'forget'> & Pick<PlaceOptions, 'findShared' | 'inToken'>;

const placeOptions = (random: Random, { environment, forget, findShared, inToken }: Process): PlaceOptions => ({
  environment,
  forget,
  random,
  clock: Date.now,
  findShared,
  inToken,
});

/** The place that a flag of `keys rotate` names. */
export const namedPlace = (uri: string, flag: string, random: Random, terminal: Process): RootKeyPlace =>
  rootKeyPlace(uri, flag, placeOptions(random, terminal));

/** Where the root key of a vault is: where `--root-key` says, else in `TESSERA_ROOT_KEY` if that is set, else in the data folder. */
export const placeOf = (values: RootKeyValues, random: Random, terminal: Process): RootKeyPlace => {
  const { environment } = terminal;
  const uri = values['root-key'];
  if (uri !== undefined) return namedPlace(uri, '--root-key', random, terminal);
  if (environment[rootKeyVariable]) return inVariable(rootKeyVariable, terminal);
  return inFile(dataDirFiles(values['data-dir']).rootKey, { random });
};

/** Where the root key is that is to come, or has just come, during a rotation. */
export const nextPlaceOf = (values: RootKeyValues, random: Random, terminal: Process): RootKeyPlace | undefined => {
  const uri = values['new-root-key'];
  if (uri !== undefined) return namedPlace(uri, '--new-root-key', random, terminal);
  return terminal.environment[newRootKeyVariable] ? inVariable(newRootKeyVariable, terminal) : undefined;
};

/**
 * The root keys in some places, one place after the other. During a rotation a process has the old and the new one, so that processes can
 * be restarted one by one. What is wrong with one place is told only when no other has the right key.
 */
export const keysIn = (places: readonly RootKeyPlace[]): RootKeySource =>
  function* () {
    const troubles: unknown[] = [];
    for (const place of places) {
      try {
        yield* place.keys();
      } catch (error) {
        troubles.push(error);
      }
    }
    // Of several, that of the place that was named first to be the vault's.
    if (troubles.length > 0) throw troubles.at(-1);
  };
