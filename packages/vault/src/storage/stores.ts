import type { Store } from '../store/port.ts';

/** What a vault keeps: data, and the wrapped keys that open it, each an artefact of its own. */
export interface Stores<Each extends Store = Store> {
  data: Each;
  keys: Each;
  /** Finishes the writes already taken and closes both. */
  close(): Promise<void>;
}

/** Opens both or none. */
export const openStores = async <Each extends Store>(
  openKeys: () => Promise<Each>,
  openData: () => Promise<Each>,
): Promise<Stores<Each>> => {
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
