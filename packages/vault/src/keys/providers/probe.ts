import { keySize } from '../key-store.ts';
import type { KeyWrapper, WrapContext } from '../root-key.ts';

const probe: WrapContext = { ownerId: 'health', purpose: 'health', version: 1 };

/** Whether a key service still wraps and unwraps: by a key of zeros, which nothing else opens. */
export const healthOf = (wrapper: KeyWrapper) => async (): Promise<void> => {
  await wrapper.unwrap(probe, await wrapper.wrap(probe, new Uint8Array(keySize)));
};
