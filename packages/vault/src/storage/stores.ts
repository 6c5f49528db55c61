import type { Store } from '../store/port.ts';

/** What a vault keeps: data, and the wrapped keys that open it, each an artefact of its own. */
export interface Stores {
  data: Store;
  keys: Store;
  /** Finishes the writes already taken and closes both. */
  close(): Promise<void>;
}

/** Opens both or none. */
export const openStores = async (openKeys: () => Promise<Store>, openData: () => Promise<Store>): Promise<Stores> => {
  const keys = await openKeys();
  try {
    const data = await openData();
    return {
      data,
      keys,
      close: async () => {
        await data.close();
        await keys.close();
      },
    };
  } catch (error) {
    await keys.close();
    throw error;
  }
};
