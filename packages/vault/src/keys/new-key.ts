import type { Random } from '../ids.ts';
import type { Statement } from '../store/port.ts';
import type { VersionedRoot } from './current-root.ts';
import { insertKey, keySize, type StoredKey } from './key-store.ts';

/** Draws a key and gives the statement that keeps it, wrapped. The key itself stays nowhere. */
export const newKey = async (
  { version: rootVersion, keys }: Pick<VersionedRoot, 'version' | 'keys'>,
  random: Random,
  about: Omit<StoredKey, 'rootVersion' | 'wrapped'>,
): Promise<Statement> => {
  const bytes = random(keySize);
  const wrapped = await keys.wrap(about, bytes);
  bytes.fill(0);
  return insertKey({ ...about, rootVersion, wrapped });
};
