import { keySize } from '../key-store.ts';
import type { KeyWrapper, WrapContext, Wrapped } from '../root-key.ts';

const probe: WrapContext = { ownerId: 'health', purpose: 'health', version: 1 };

/**
 * Whether a key service still unwraps what it wrapped. A key of zeros, which nothing else opens, stands in for that where nothing is given:
 * it does not show that an older version of the key has ended, or that its name leads to another key.
 */
export const healthOf =
  (wrapper: KeyWrapper) =>
  async (wrapped?: Wrapped): Promise<void> => {
    const bytes = wrapped?.bytes ?? (await wrapper.wrap(probe, new Uint8Array(keySize)));
    (await wrapper.unwrap(wrapped?.context ?? probe, bytes)).fill(0);
  };
